using System.Collections;
using System.Text;
using System.Text.Json;
using DroneLink.Firmware;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Host.Tests.Updates;

namespace DroneLink.Host.Tests.Commands;

/// <summary>A dispatcher with a broker, a flash and something that carries out commands, all of which fail when told to.</summary>
internal sealed class DispatcherBench : IResultCarriage
{
    public const long Utc = 1_795_521_600;

    private int _packet;
    private CommandLog _log;
    private CommandResults _results;

    public DispatcherBench() => Boot();

    public CuttableFlash Flash { get; } = new();

    public bool FlashRefuses { get; set; }

    public FakeCommands Payload { get; } = new();

    public FakeCommands Core { get; } = new() { Prefix = "core" };

    public CommandDispatcher Dispatcher { get; private set; }

    public bool IsReady { get; set; } = true;

    /// <summary>Whether the broker acknowledges at once.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Results as they were published, each <c>id status message</c>.</summary>
    public List<string> Published { get; } = [];

    public long NowMs { get; set; }

    /// <summary>What the clock is wrong by, s; null while it is not known.</summary>
    public long? Clock { get; set; } = 0;

    public FlightState Flight { get; set; } = FlightState.Disarmed;

    public long Now => Utc + (NowMs / 1000);

    public static byte[] Message(string id, string command, long expires, string parameters = "{}") =>
        Encoding.ASCII.GetBytes($"{{\"id\":\"{id}\",\"command\":\"{command}\",\"expires\":{expires},\"parameters\":{parameters}}}");

    /// <summary>Begins anew on the same flash.</summary>
    public void Boot()
    {
        _log = new CommandLog(new RefusingStore(Flash, () => FlashRefuses));
        _results = new CommandResults(_log, this);
        Dispatcher = new CommandDispatcher(_log, _results, Core, new ScriptedBoard()) { Payload = Payload };
    }

    public bool Send(string id, string command = "run", long expiresIn = 60, string parameters = "{}") => Send(Message(id, command, Now + expiresIn, parameters));

    public bool Send(byte[] message) => Dispatcher.Take(message);

    public DispatcherBench Step(int times = 5, int ms = 10)
    {
        for (var i = 0; i < times; i++, NowMs += ms)
        {
            Dispatcher.Step(NowMs, Clock is { } wrong ? Now + wrong : 0, Flight, Flight == FlightState.Disarmed);
            if (Acknowledges && _packet > 0) _results.PublicationAcknowledged(_packet);
        }

        return this;
    }

    public void NewSession() => _results.SessionReady(NowMs);

    public void Acknowledge(int packet) => _results.PublicationAcknowledged(packet);

    public int Publish(byte[] buffer, int count)
    {
        using var json = JsonDocument.Parse(buffer.AsMemory(0, count));
        var root = json.RootElement;
        var message = root.TryGetProperty("message", out var text) ? " " + text.GetString() : "";
        Published.Add($"{root.GetProperty("id").GetString()} {root.GetProperty("status").GetString()}{message}");
        var packet = ++_packet;
        if (Acknowledges) _results.PublicationAcknowledged(packet - 1);
        return packet;
    }

    /// <summary>Counts what it carries out, and does as it is told.</summary>
    internal sealed class FakeCommands : IPayloadCommands
    {
        public string Prefix { get; init; } = "run";

        public List<string> Begun { get; } = [];

        public Func<Command, CommandOutcome> OnBegin { get; set; } = _ => CommandOutcome.Done;

        public Func<CommandOutcome> OnPoll { get; set; } = () => CommandOutcome.UnderWay;

        public string Message { get; set; }

        public Hashtable Settings { get; set; }

        public int PowerMw { get; set; } = 200;

        public bool ScanTakesPicture { get; set; }

        public bool Knows(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) || (Prefix == "run" && name is "setPower" or "scan" or "calibrate" or "setChannel");

        public CommandOutcome Begin(Command command, long nowMs)
        {
            Begun.Add(command.Id);
            return OnBegin(command);
        }

        public CommandOutcome Poll(long nowMs) => OnPoll();
    }
}
