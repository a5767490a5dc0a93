namespace DroneLink.Firmware.Uplink
{
    /// <summary>How the uplink behaves.</summary>
    public sealed class UplinkOptions
    {
        /// <summary>The device's id.</summary>
        public string DeviceId { get; set; }

        /// <summary>The fleet that it belongs to.</summary>
        public string FleetId { get; set; }

        /// <summary>Its key, 32 bytes.</summary>
        public byte[] Key { get; set; }

        /// <summary>Whether there is a broker.</summary>
        public bool UseMqtt { get; set; }

        /// <summary>Whether the broker is reached over TLS: certificates have dates, so it is then not called before the clock is known.</summary>
        public bool MqttTls { get; set; }

        /// <summary>Whether there is an HTTPS ingest address.</summary>
        public bool UseHttps { get; set; }

        /// <summary>Whether frames carry a signature of their own.</summary>
        public bool SignFrames { get; set; }

        /// <summary>The first try waits a random time up to this, ms. 0 to 60,000; default 5,000.</summary>
        public int FirstTryMs { get; set; } = 5000;

        /// <summary>Base of the back-off, ms. 100 to 60,000; default 1,000.</summary>
        public int BackoffBaseMs { get; set; } = 1000;

        /// <summary>
        /// Cap of the back-off, ms. 1,000 to 3,600,000; default 180,000: with it a fleet that calls a broker which takes a hundredth of it in a second is connected
        /// within 330 s, which 300,000 misses now and then (tools/Simulation, <c>storm</c>).
        /// </summary>
        public int BackoffCapMs { get; set; } = 180000;

        /// <summary>Publications in flight at the most, 1 to 16; default 4. AWS IoT Core allows 100.</summary>
        public int Window { get; set; } = 4;

        /// <summary>
        /// Posts over HTTPS are this far apart, ms, unless a whole body waits: each is a TLS handshake, which stops every thread of an ESP32.
        /// 0 to 60,000; default 5,000.
        /// </summary>
        public int PostPeriodMs { get; set; } = 5000;
    }
}
