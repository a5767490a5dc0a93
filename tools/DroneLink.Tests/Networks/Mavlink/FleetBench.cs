using System.Text;
using DroneLink.CloudSdk.Wire;
using DroneLink.Drivers.Mavlink;
using DroneLink.Tool.GroundStation.Networks;
using DroneLink.Tool.GroundStation.Networks.Mavlink;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

/// <summary>A fleet as MAVLink shows it, its clock in the test's hand, and its frames read by the firmware's parser.</summary>
internal sealed class FleetBench : IDisposable
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly TestFolder _folder = new();
    private readonly RecordingLogger _log = new();
    private readonly MavlinkParser _parser = new();
    private readonly MavlinkFleet _fleet;

    public FleetBench(double rate = MavlinkOptions.DefaultRate, double positionHz = MavlinkOptions.DefaultPositionHz, RecordFilter? filter = null, int backlog = MavlinkOptions.DefaultTexts)
    {
        var options = new MavlinkOptions { Name = "gcs", Host = "localhost", Port = 1, Rate = rate, PositionHz = positionHz, Filter = filter ?? new(), Backlog = backlog };
        _fleet = new MavlinkFleet(options, SystemIds.Open(_folder.Root), Receive, new NetworkLog("gcs", _log, Time), Time);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_763_980_000_000));

    public List<(DateTimeOffset At, MavlinkMessage Message)> Sent { get; } = [];

    public MavlinkFleet Fleet => _fleet;

    public IReadOnlyCollection<string> LogLines => _log.Lines;

    public IEnumerable<MavlinkMessage> Of(int messageId) => Sent.Where(sent => sent.Message.MessageId == messageId).Select(sent => sent.Message);

    /// <summary>A record that is taken now, and shown.</summary>
    public void Show(byte kind, params (int, long)[] fields)
    {
        Take(NetworkRecords.At(Time.GetUtcNow(), kind, fields));
        Run(Tick);
    }

    public void Take(TelemetryRecord record, params string[] drones) => _fleet.Take(record, drones.Length == 0 ? [record.DeviceId] : drones);

    public void Run(TimeSpan length)
    {
        for (var end = Time.GetUtcNow() + length; Time.GetUtcNow() < end; Time.Advance(Tick)) _fleet.Step();
    }

    /// <summary>What STATUSTEXT messages say, put together by the firmware.</summary>
    public List<(int Severity, string Text)> Texts()
    {
        var (reading, assembler) = (new StatusTextReading(), new StatusTextAssembler());
        var texts = new List<(int, string)>();
        foreach (var message in Of(253))
        {
            Assert.True(reading.TryRead(message));
            assembler.Take(reading, 0);
            while (assembler.TryTake(0)) texts.Add((assembler.Severity, Encoding.UTF8.GetString(assembler.Text, 0, assembler.TextBytes)));
        }

        return texts;
    }

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    private void Receive(ReadOnlySpan<byte> frame)
    {
        var message = new MavlinkMessage();
        Assert.Equal(frame.Length, _parser.Feed(frame.ToArray(), 0, frame.Length));
        Assert.True(_parser.TryRead(message));
        Assert.Equal(0, _parser.PendingBytes);
        Sent.Add((Time.GetUtcNow(), message));
    }
}
