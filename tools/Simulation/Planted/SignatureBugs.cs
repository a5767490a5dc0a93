namespace DroneLink.Simulation.Planted;

/// <summary>Bugs in who is believed.</summary>
internal static class SignatureBugs
{
    private const string Area = "signature";
    private const string Signature = "CloudSdk/Ingest/RequestSignature.cs";
    private const string Authenticator = "CloudSdk/Ingest/DeviceAuthenticator.cs";

    private static readonly Finder Forged = new CampaignFinder("forged", 50_000);

    // While no two devices have one key, their names could be left out: it takes the written signature to tell.
    private static readonly Finder Written = new TestFinder("CloudSdk.Tests", "DroneLink.CloudSdk.Tests.Ingest.RequestSignatureTests");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "body-unsigned", Area, "The signature says nothing of the body.", Signature,
            "hmac.AppendData(body);", "", Forged),
        new(
            "path-unsigned", Area, "The signature says nothing of the path.", Signature,
            "{method}\\n{pathAndQuery}\\n{deviceId}", "{method}\\n\\n{deviceId}", Forged),
        new(
            "device-unsigned", Area, "The signature says nothing of the device.", Signature,
            "{pathAndQuery}\\n{deviceId}\\n{timestamp}", "{pathAndQuery}\\n\\n{timestamp}", Written),
        new(
            "time-unsigned", Area, "The signature says nothing of the time.", Signature,
            "{deviceId}\\n{timestamp}\\n", "{deviceId}\\n\\n", Forged),
        new(
            "short-signature", Area, "A signature counts as far as it goes.", Signature,
            "MemoryMarshal.AsBytes(expected.AsSpan())", "MemoryMarshal.AsBytes(expected.AsSpan(0, Math.Min(expected.Length, given.Length)))", Forged),
        new(
            "old-request", Area, "A request never gets too old.", Authenticator,
            "sent >= seconds - maxClockSkewSeconds && ", "", Forged),
        new(
            "request-to-come", Area, "A request of the future is taken.", Authenticator,
            " && sent <= seconds + maxClockSkewSeconds", "", Forged),
        new(
            "signature-unread", Area, "A known device is believed without a signature.", Authenticator,
            "RequestSignature.AreEqual(expect(device?.Key ?? DecoyKey), signature) ? device : null", "expect(device?.Key ?? DecoyKey) != signature ? device : device", Forged),
        new(
            "frame-unsigned", Area, "A frame without a signature passes where one is wanted.", "CloudSdk/Wire/FrameReader.cs",
            ": !options.RequireSignature;", ": true;", Forged),
        new(
            "frame-of-another", Area, "A device may send the frames of another.", "CloudSdk/Ingest/FrameIngest.cs",
            "if (frame.DeviceId != device.DeviceId)", "if (frame.DeviceId.Length == 0)", Forged),
        new(
            "beacon-unsigned", Area, "A beacon's signature counts by its last byte.", "Firmware/Peers/PeerKeys.cs",
            "difference |= buffer[start + i] ^ _code[i];", "difference = buffer[start + i] ^ _code[i];", Forged),
        new(
            "beacon-again", Area, "A beacon that was heard before is taken again.", "Firmware/Peers/PeerReceiver.cs",
            """
                        if (entry != null && !entry.IsOlderThan(_beacon, _clock.IsSynced))
                        {
            """,
            """
                        if (entry != null && entry.DistanceCm < -2)
                        {
            """,
            Forged),
    ];
}
