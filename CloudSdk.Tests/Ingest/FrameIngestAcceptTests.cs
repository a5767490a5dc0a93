using CsCheck;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Ingest.IngestFixture;

namespace DroneLink.CloudSdk.Tests.Ingest;

public sealed class FrameIngestAcceptTests
{
    private readonly IngestFixture _fixture = new();

    [Fact]
    public async Task GoodFrames_SignedOrNot_AreAccepted()
    {
        Assert.Equal(new FrameOutcome(FrameStatus.Accepted), await _fixture.AcceptAsync(Device, Frame(0)));
        Assert.Equal(new FrameOutcome(FrameStatus.Accepted), await _fixture.AcceptAsync(Device, Frame(1, key: Key)));

        Assert.Equal([Frame(0), Frame(1, key: Key)], _fixture.Stored.Select(entry => entry.Data.ToArray()));
        Assert.All(_fixture.Stored, entry => Assert.Equal(Device, entry.PartitionKey));
    }

    [Fact]
    public async Task BadFrames_AreRejectedWithTheirCodeAndKept()
    {
        var future = Now.AddHours(25).ToUnixTimeMilliseconds();
        (string Code, byte[] Frame)[] cases =
        [
            ("crc", Broken(0)),
            ("short", []),
            ("too-large", new byte[2049]),
            ("signature", Frame(0, key: OtherKey)),
            ("device-mismatch", Frame(0, OtherDevice)),
            ("future", Frame(0, timeMs: future)),
        ];

        foreach (var (code, frame) in cases)
        {
            var outcome = await _fixture.AcceptAsync(Device, frame);

            Assert.Equal((FrameStatus.Rejected, code), (outcome.Status, outcome.Code));
            Assert.Equal(outcome.Message, _fixture.Letters[^1].Message);
            Assert.Equal((Device, code, Now), (_fixture.Letters[^1].DeviceId, _fixture.Letters[^1].Code, _fixture.Letters[^1].ReceivedAt));
            Assert.Equal(frame, _fixture.Letters[^1].Data.ToArray());
        }

        Assert.Equal(cases.Length, _fixture.Letters.Count);
        Assert.Empty(_fixture.Stored);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("keyless")]
    [InlineData("no device/at all")]
    public async Task DeviceThatIsNotKnown_IsRejectedAndKept(string deviceId)
    {
        var outcome = await _fixture.AcceptAsync(deviceId, Frame(0));

        Assert.Equal((FrameStatus.Rejected, "unknown-device"), (outcome.Status, outcome.Code));
        Assert.Equal(deviceId, Assert.Single(_fixture.Letters).DeviceId);
    }

    [Fact]
    public async Task UnsignedFrame_IsRejectedWhereSignaturesAreRequired()
    {
        var fixture = new IngestFixture(new FrameIngestOptions { RequireFrameSignature = true });

        Assert.Equal(FrameError.Signature.Code(), (await fixture.AcceptAsync(Device, Frame(0))).Code);
        Assert.Equal(FrameStatus.Accepted, (await fixture.AcceptAsync(Device, Frame(0, key: Key))).Status);
    }

    [Fact]
    public async Task RandomBytes_AreRejectedAndNeverThrow()
    {
        await Gen.Select(Gen.Byte.Array[0, 100], Gen.String).SampleAsync(async (bytes, deviceId) =>
            (await new IngestFixture().AcceptAsync(deviceId, bytes)).Status == FrameStatus.Rejected);
    }
}
