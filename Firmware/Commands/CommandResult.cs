namespace DroneLink.Firmware.Commands
{
    /// <summary>Writes results, <c>{"id":"a1","status":"refused","message":"in flight"}</c>, into one buffer.</summary>
    internal sealed class CommandResult
    {
        /// <summary>Characters of a message at the most: what the cloud keeps.</summary>
        public const int MaxMessageLength = 200;

        private const int MaxBytes = 512;

        /// <summary>The result written last, from offset 0.</summary>
        public byte[] Buffer { get; } = new byte[MaxBytes];

        /// <summary>Writes a result and returns its bytes.</summary>
        /// <param name="id">Holds the id.</param>
        /// <param name="idLength">Its bytes.</param>
        /// <param name="status"><c>received</c>, <c>done</c>, <c>failed</c> or <c>refused</c>.</param>
        /// <param name="message">For people; empty for none. What is no printable ASCII becomes a question mark.</param>
        public int Write(byte[] id, int idLength, string status, string message)
        {
            int at = Add("{\"id\":\"", 0);
            for (int i = 0; i < idLength; i++)
            {
                Buffer[at++] = id[i];
            }

            at = Add("\",\"status\":\"", at);
            at = Add(status, at);
            if (message.Length > 0)
            {
                at = AddText(message, Add("\",\"message\":\"", at));
            }

            return Add("\"}", at);
        }

        private int Add(string text, int at)
        {
            for (int i = 0; i < text.Length; i++)
            {
                Buffer[at++] = (byte)text[i];
            }

            return at;
        }

        private int AddText(string text, int at)
        {
            for (int i = 0; i < text.Length && i < MaxMessageLength; i++)
            {
                char c = text[i];
                if (c == '"' || c == '\\')
                {
                    Buffer[at++] = (byte)'\\';
                }

                Buffer[at++] = (byte)(c == '\n' ? ' ' : c < ' ' || c > '~' ? '?' : c);
            }

            return at;
        }
    }
}
