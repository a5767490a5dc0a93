using System.Text;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// The message that says what became of a command, JSON in ASCII: <c>{"id":"a1","status":"refused","message":"in flight"}</c>. Without allocation.
    /// </summary>
    public sealed class CommandAnswer
    {
        /// <summary>Bytes of it at the most.</summary>
        public const int MaxBytes = 1024;

        private static readonly byte[] IdHead = Encoding.UTF8.GetBytes("{\"id\":\"");
        private static readonly byte[] StatusHead = Encoding.UTF8.GetBytes("\",\"status\":\"");
        private static readonly byte[] MessageHead = Encoding.UTF8.GetBytes("\",\"message\":\"");
        private static readonly byte[] Tail = Encoding.UTF8.GetBytes("\"}");
        private static readonly byte[] Done = Encoding.UTF8.GetBytes("done");
        private static readonly byte[] Failed = Encoding.UTF8.GetBytes("failed");
        private static readonly byte[] Refused = Encoding.UTF8.GetBytes("refused");

        /// <summary>Holds the message, from offset 0.</summary>
        public byte[] Buffer { get; } = new byte[MaxBytes];

        /// <summary>Its bytes.</summary>
        public int Count { get; private set; }

        /// <summary>Writes it.</summary>
        /// <param name="id">Holds the id, which needs no escaping.</param>
        /// <param name="idOffset">Where it begins.</param>
        /// <param name="idCount">Its bytes.</param>
        /// <param name="state">Done, failed or refused.</param>
        /// <param name="message">Holds the message, in printable ASCII.</param>
        /// <param name="messageOffset">Where it begins.</param>
        /// <param name="messageCount">Its bytes, up to <see cref="CommandLog.MaxMessage"/>; 0 for no message.</param>
        public void Write(byte[] id, int idOffset, int idCount, CommandState state, byte[] message, int messageOffset, int messageCount)
        {
            Count = 0;
            Add(IdHead, 0, IdHead.Length);
            Add(id, idOffset, idCount);
            Add(StatusHead, 0, StatusHead.Length);
            byte[] status = state == CommandState.Done ? Done : state == CommandState.Failed ? Failed : Refused;
            Add(status, 0, status.Length);
            if (messageCount > 0)
            {
                Add(MessageHead, 0, MessageHead.Length);
                for (int i = messageOffset; i < messageOffset + messageCount; i++)
                {
                    if (message[i] == '"' || message[i] == '\\')
                    {
                        Buffer[Count++] = (byte)'\\';
                    }

                    Buffer[Count++] = message[i];
                }
            }

            Add(Tail, 0, Tail.Length);
        }

        private void Add(byte[] bytes, int offset, int count)
        {
            System.Array.Copy(bytes, offset, Buffer, Count, count);
            Count += count;
        }
    }
}
