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

    // By Python's hmac: GET, path with query, device and time, each with a line feed.
    [Fact]
    public void ComputeGet_IsTheHmacOfPathAndQuery()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

        Assert.Equal("887e292b6fa8f7a06d72421b2b82e02620106570abc226a8f00270719e2b268d", RequestSignature.ComputeGet(key, "/v1/devices/kite/ota/manifest?build=5&version=0.1.0&runtime=nano1&role=drone", "kite", "1763980000"));
    }
}
