namespace DroneLink.Firmware.Peers
{
    /// <summary>How a drone tells the others of its fleet where it is, and when it warns of them.</summary>
    public sealed class PeerOptions
    {
        /// <summary>The group that beacons go to: in the range of RFC 2365 that stays within an organization.</summary>
        public const string DefaultGroup = "239.255.68.76";

        /// <summary>The port that they go to.</summary>
        public const int DefaultPort = 14660;

        /// <summary>ms between beacons, in the mean. 250 to 10,000.</summary>
        public int BeaconMs { get; set; } = 1000;

        /// <summary>A predicted closest approach below this, cm, is a conflict.</summary>
        public int ConflictCm { get; set; } = 3000;

        /// <summary>A distance below this, cm, is one wherever the two are going.</summary>
        public int TooCloseCm { get; set; } = 1500;

        /// <summary>ms that courses are thought on.</summary>
        public int HorizonMs { get; set; } = 30000;

        /// <summary>ms after which a peer's last beacon says nothing of it any more.</summary>
        public int StaleMs { get; set; } = 5000;

        /// <summary>Whether beacons go over UDP too, and are heard there.</summary>
        public bool UseUdp { get; set; } = true;

        /// <summary>IPv4 address that they go to over UDP: a multicast group.</summary>
        public string Group { get; set; } = DefaultGroup;

        /// <summary>UDP port.</summary>
        public int Port { get; set; } = DefaultPort;

        /// <summary>The fleet's beacon key, <see cref="PeerKeys.KeyBytes"/> bytes; null without UDP.</summary>
        public byte[] BeaconKey { get; set; }
    }
}
