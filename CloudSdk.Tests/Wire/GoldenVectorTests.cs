using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Tests;

namespace DroneLink.CloudSdk.Tests.Wire;

public sealed class GoldenVectorTests
{
    private static readonly string[][] All = [.. GoldenVectors.All, .. GoldenRefusals.All];
    private static readonly byte[] Key = Convert.FromHexString(GoldenVectors.Key);

    public static TheoryData<string> Names => [.. All.Select(vector => vector[GoldenVectors.Name])];

    public static TheoryData<string> ReadableNames => [.. All.Where(IsReadable).Select(vector => vector[GoldenVectors.Name])];

    [Theory]
    [MemberData(nameof(Names))]
    public void TryRead_GivesTheMeaningOrTheCode(string name)
    {
        var vector = Find(name);
        var bytes = Convert.FromHexString(vector[GoldenVectors.Bytes]);

        var isRead = FrameReader.TryRead(bytes, new FrameReaderOptions { Key = Key }, out var frame, out var error);

        if (IsReadable(vector))
        {
            Assert.Equal(FrameError.None, error);
            Assert.True(isRead);
            Assert.Equal(vector[GoldenVectors.Meaning], GoldenMeaning.Of(frame!));
        }
        else
        {
            Assert.False(isRead);
            Assert.Null(frame);
            Assert.Equal(vector[GoldenVectors.Code], error.Code());
        }
    }

    [Theory]
    [MemberData(nameof(ReadableNames))]
    public void Write_GivesTheBytesOfWhatAWriterWrites(string name)
    {
        var vector = Find(name);
        var bytes = Convert.FromHexString(vector[GoldenVectors.Bytes]);
        Assert.True(FrameReader.TryRead(bytes, out var frame, out _));

        var written = FrameWriter.Write(frame.Records, frame.Signed ? Key : default);

        Assert.Equal(vector[GoldenVectors.Code] == "ok", written.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public void Vectors_TakeInEveryErrorOfAReaderButTooLarge()
    {
        // A frame that is too large is made by rule in FrameReaderTests; ingest reports the last two.
        var expected = Enum.GetValues<FrameError>()
            .Except([FrameError.None, FrameError.TooLarge, FrameError.DeviceMismatch, FrameError.Future])
            .Select(error => error.Code());

        Assert.Subset(All.Select(vector => vector[GoldenVectors.Code]).ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public void Vectors_TakeInEveryKind()
    {
        var kinds = new HashSet<byte>();
        foreach (var vector in All.Where(vector => vector[GoldenVectors.Code] == "ok"))
        {
            Assert.True(FrameReader.TryRead(Convert.FromHexString(vector[GoldenVectors.Bytes]), out var frame, out _));
            kinds.UnionWith(frame.Records.Select(record => record.Kind));
        }

        var known = Enumerable.Range(0, 256).Select(kind => (byte)kind).Where(kind => KindSchema.Find(kind) is not null);
        Assert.Subset(kinds, known.ToHashSet());
    }

    private static bool IsReadable(string[] vector) => vector[GoldenVectors.Code] is "ok" or "ok-read";

    private static string[] Find(string name) => All.Single(vector => vector[GoldenVectors.Name] == name);
}
