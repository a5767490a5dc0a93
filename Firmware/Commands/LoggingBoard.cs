using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>A board whose lines for the console are kept too. All else passes through.</summary>
    public sealed class LoggingBoard : ILinkBoard
    {
        private readonly ILinkBoard _board;
        private readonly DeviceLog _log;

        /// <summary>Creates it.</summary>
        /// <param name="board">Does the work. Borrowed.</param>
        /// <param name="log">Keeps the lines. Borrowed.</param>
        public LoggingBoard(ILinkBoard board, DeviceLog log)
        {
            _board = board;
            _log = log;
        }

        /// <inheritdoc/>
        public void BeginJoin()
        {
            _board.BeginJoin();
        }

        /// <inheritdoc/>
        public void BeginTimeSync()
        {
            _board.BeginTimeSync();
        }

        /// <inheritdoc/>
        public void BeginConnect(int session, string willTopic, string will)
        {
            _board.BeginConnect(session, willTopic, will);
        }

        /// <inheritdoc/>
        public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
        {
            return _board.Publish(topic, payload, offset, count, retain);
        }

        /// <inheritdoc/>
        public int Subscribe(string[] topics)
        {
            return _board.Subscribe(topics);
        }

        /// <inheritdoc/>
        public void Disconnect()
        {
            _board.Disconnect();
        }

        /// <inheritdoc/>
        public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
        {
            _board.BeginPost(session, body, count, frames, timestamp, signature);
        }

        /// <inheritdoc/>
        public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature)
        {
            _board.BeginGet(session, path, from, count, body, timestamp, signature);
        }

        /// <inheritdoc/>
        public void Log(string line)
        {
            _log.Add(line);
            _board.Log(line);
        }
    }
}
