using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Tests.Ingest;

public sealed class RequestSignatureTests
{
    [Fact]
    public void Compute_IsTheHmacOfPrefixAndBody()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

        Assert.Equal("700de3915a14d17cb15f630935833037b976cc0719fe9137d129df4e3a6984e1", RequestSignature.Compute(key, "drone-1", "1763980000", [0x03, 0x00, 0xD7, 0x01, 0xFF]));
    }
}
