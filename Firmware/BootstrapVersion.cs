namespace DroneLink.Firmware
{
    /// <summary>Version of the bootstrap: of all that is under the payload, and is replaced by cable only.</summary>
    public static class BootstrapVersion
    {
        /// <summary>
        /// Semantic versioning. Its first two numbers are those of the assembly too: a payload names the ones that it was built against, and nanoCLR
        /// loads it on no others.
        /// </summary>
        public const string Text = "0.1.0";
    }
}
