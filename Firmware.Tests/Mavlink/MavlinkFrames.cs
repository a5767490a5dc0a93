using System;

namespace DroneLink.Firmware.Tests.Mavlink
{
    /// <summary>Frames to test with: published samples, and a writer of its own that shares nothing with the parser.</summary>
    public static class MavlinkFrames
    {
        /// <summary>pymavlink, message20.js: HEARTBEAT, sequence 7, system 42, component 150, custom mode 68, type 5, autopilot 3.</summary>
        public const string Heartbeat = "fd090000072a960000004400000005032d0d03a6e4";

        /// <summary>pymavlink, message20.js: GPS_RAW_INT, 47.123456 N, 8.123456 E, 50 m, fix 3, 9 satellites.</summary>
        public const string GpsRawInt =
            "fd1e0000052a9618000015cd5b0700000000000ccf0240f47b0050c300009019d611d304d2040309202d";

        /// <summary>pymavlink, message20.js: BATTERY_STATUS, 12587 mV, temperature unknown, 100 %.</summary>
        public const string BatteryStatus =
            "fd240000ac01019300000000000000000000ff7f2b31ffffffffffffffffffffffffffffffffffff00000000006415c3";

        /// <summary>node-mavlink, 3412 packets: GLOBAL_POSITION_INT, 37.8328353 N, 122.5125805 W, heading 88.77 deg.</summary>
        public const string GlobalPositionInt =
            "fd1c0000b701012100001c26c10021d58c165310fab687620000a500000001000100faffad22cc7e";

        /// <summary>node-mavlink, 3412 packets: SYS_STATUS, load 24.4 %, 16.2 V, -1.00 A, 100 %.</summary>
        public const string SysStatus =
            "fd1f0000df01010100003c0028101c0021103f002e10f400483f9cff000000000000000000000000648f02";

        /// <summary>node-mavlink, 3412 packets: VFR_HUD cut to 17 bytes, heading 88, throttle 0.</summary>
        public const string VfrHud = "fd110000c601014a00007c3a7abfb03ec13c23cbc9410dad893d581be7";

        /// <summary>RADIO_STATUS, sequence 7, system 1, component 68, rssi 180, remote 172, buffer 88 %.</summary>
        public const string RadioStatus = "fd0900000701446d000005000000b4ac583c37051e";

        /// <summary>pymavlink, mavlink20.js: HEARTBEAT of a ground station, system 255, component 0.</summary>
        public const string GroundStation = "fd09000003ff00000000000000000608000003c5a5";

        /// <summary>pymavlink, mavlink20.js: whole by its length, but no message.</summary>
        public const string Invalid = "fd0000000000fe0000e00000";

        /// <summary>A message id that no dialect has.</summary>
        public const int UnknownId = 0x123456;

        /// <summary>CRC_EXTRA of HEARTBEAT.</summary>
        public const int HeartbeatExtra = 50;

        /// <summary>CRC_EXTRA of ATTITUDE.</summary>
        public const int AttitudeExtra = 39;

        /// <summary>CRC_EXTRA of STATUSTEXT.</summary>
        public const int StatusTextExtra = 83;

        /// <summary>Returns the bytes that hexadecimal digits stand for.</summary>
        public static byte[] FromHex(string digits)
        {
            var bytes = new byte[digits.Length / 2];
            for (int index = 0; index < bytes.Length; index++)
            {
                bytes[index] = (byte)((Digit(digits[2 * index]) << 4) | Digit(digits[(2 * index) + 1]));
            }

            return bytes;
        }

        /// <summary>Returns two arrays as one.</summary>
        public static byte[] Join(byte[] first, byte[] second)
        {
            var both = new byte[first.Length + second.Length];
            Array.Copy(first, 0, both, 0, first.Length);
            Array.Copy(second, 0, both, first.Length, second.Length);
            return both;
        }

        /// <summary>Returns the first bytes of an array.</summary>
        public static byte[] Cut(byte[] bytes, int count)
        {
            var head = new byte[count];
            Array.Copy(bytes, 0, head, 0, count);
            return head;
        }

        /// <summary>Returns a MAVLink 1 frame.</summary>
        public static byte[] V1(int sequence, int system, int component, int id, byte[] payload, int extra)
        {
            var frame = new byte[6 + payload.Length + 2];
            frame[0] = 0xFE;
            frame[1] = (byte)payload.Length;
            frame[2] = (byte)sequence;
            frame[3] = (byte)system;
            frame[4] = (byte)component;
            frame[5] = (byte)id;
            Array.Copy(payload, 0, frame, 6, payload.Length);
            WriteCrc(frame, 6 + payload.Length, extra);
            return frame;
        }

        /// <summary>Returns a MAVLink 2 frame of the payload as it is; with the flag 1 a made-up signature follows.</summary>
        public static byte[] V2(int flags, int sequence, int system, int component, int id, byte[] payload, int extra)
        {
            var frame = new byte[10 + payload.Length + 2 + ((flags & 1) != 0 ? 13 : 0)];
            frame[0] = 0xFD;
            frame[1] = (byte)payload.Length;
            frame[2] = (byte)flags;
            frame[4] = (byte)sequence;
            frame[5] = (byte)system;
            frame[6] = (byte)component;
            frame[7] = (byte)id;
            frame[8] = (byte)(id >> 8);
            frame[9] = (byte)(id >> 16);
            Array.Copy(payload, 0, frame, 10, payload.Length);
            WriteCrc(frame, 10 + payload.Length, extra);
            for (int index = 12 + payload.Length; index < frame.Length; index++)
            {
                frame[index] = 0xFD; // a signature may look like anything, even like the start of a frame
            }

            return frame;
        }

        /// <summary>Returns a HEARTBEAT of an autopilot, component 1.</summary>
        public static byte[] AutopilotHeartbeat(int sequence, int system)
        {
            return V2(0, sequence, system, 1, 0, new byte[] { 0, 0, 0, 0, 2, 3, 81, 4, 3 }, HeartbeatExtra);
        }

        private static void WriteCrc(byte[] frame, int at, int extra)
        {
            int crc = 0xFFFF;
            for (int index = 1; index <= at; index++)
            {
                crc ^= index < at ? frame[index] : extra;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
                }
            }

            frame[at] = (byte)crc;
            frame[at + 1] = (byte)(crc >> 8);
        }

        private static int Digit(char digit)
        {
            return digit <= '9' ? digit - '0' : digit - 'a' + 10;
        }
    }
}
