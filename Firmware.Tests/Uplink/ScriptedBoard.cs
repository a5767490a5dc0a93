using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>A board that does nothing but write down what it was told. Its test posts what comes of it.</summary>
    public sealed class ScriptedBoard : ILinkBoard
    {
        private const int Kept = 64;

        private readonly byte[][] _frames = new byte[Kept][];

        public int Joins { get; private set; }

        public int TimeSyncs { get; private set; }

        public int Connects { get; private set; }

        public int Disconnects { get; private set; }

        public int Posts { get; private set; }

        /// <summary>Session of the connect or post begun last.</summary>
        public int Session { get; private set; }

        public string WillTopic { get; private set; }

        public string Will { get; private set; }

        /// <summary>Frames published; <see cref="LastPacket"/> is of the newest publication, status messages included.</summary>
        public int Frames { get; private set; }

        public string FramesTopic { get; private set; }

        public int Subscriptions { get; private set; }

        public string[] SubscribedTopics { get; private set; }

        public int Statuses { get; private set; }

        public string Status { get; private set; }

        public string StatusTopic { get; private set; }

        public int LastPacket { get; private set; } = 100;

        /// <summary>Whether publishing is impossible now.</summary>
        public bool Busy { get; set; }

        public int Gets { get; private set; }

        public string GetPath { get; private set; }

        public int GetFrom { get; private set; }

        public int GetCount { get; private set; }

        /// <summary>Where the answer to the get begun last goes.</summary>
        public byte[] GetBody { get; private set; }

        public byte[] Body { get; private set; }

        public int BodyFrames { get; private set; }

        public string Timestamp { get; private set; }

        public string Signature { get; private set; }

        /// <summary>The frame that was published as the given one, counted from 0.</summary>
        public byte[] Frame(int index)
        {
            return _frames[index];
        }

        public void BeginJoin()
        {
            Joins++;
        }

        public void BeginTimeSync()
        {
            TimeSyncs++;
        }

        public void BeginConnect(int session, string willTopic, string will)
        {
            Connects++;
            Session = session;
            WillTopic = willTopic;
            Will = will;
        }

        public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
        {
            if (Busy)
            {
                return 0;
            }

            if (retain)
            {
                Statuses++;
                StatusTopic = topic;
                Status = System.Text.Encoding.UTF8.GetString(payload, offset, count);
            }
            else
            {
                FramesTopic = topic;
                byte[] frame = new byte[count];
                System.Array.Copy(payload, offset, frame, 0, count);
                _frames[Frames % Kept] = frame;
                Frames++;
            }

            return ++LastPacket;
        }

        public int Subscribe(string[] topics)
        {
            if (Busy)
            {
                return 0;
            }

            Subscriptions++;
            SubscribedTopics = topics;
            return ++LastPacket;
        }

        public void Disconnect()
        {
            Disconnects++;
        }

        public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
        {
            Posts++;
            Session = session;
            Body = new byte[count];
            System.Array.Copy(body, 0, Body, 0, count);
            BodyFrames = frames;
            Timestamp = timestamp;
            Signature = signature;
        }

        public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature)
        {
            Gets++;
            Session = session;
            GetPath = path;
            GetFrom = from;
            GetCount = count;
            GetBody = body;
            Timestamp = timestamp;
            Signature = signature;
        }

        public void Log(string line)
        {
        }
    }
}
