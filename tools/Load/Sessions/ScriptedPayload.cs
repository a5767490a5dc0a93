using System.Collections;
using System.Text;
using DroneLink.Firmware;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Load.Sessions;

/// <summary>A payload with nothing connected: it records what it is told to, and counts how often it was told to show itself.</summary>
internal sealed class ScriptedPayload : IPayloadSource, IPayload, IPayloadCommands
{
    private readonly List<string> _texts = [];
    private PayloadContext _context = null!;
    private uint _bootRecords;

    /// <summary>How often it was told to show itself.</summary>
    public int Located { get; private set; }

    public string Runtime => OtaOptions.HostRuntime;

    public int BuiltInVersion => 1;

    public int BuiltInBuild => 1;

    public Hashtable Libraries => [];

    public string Version => "0.0.1";

    public int Build => 1;

    public FlightState Flight => FlightState.Disarmed;

    public bool MayRestart => false;

    public IPayloadCommands Commands => this;

    public Hashtable? Settings => null;

    public int PowerMw => 0;

    public bool ScanTakesPicture => false;

    public string? Message => null;

    /// <summary>Returns the text of a record; null for one that the bootstrap took itself.</summary>
    public string? TextOf(uint sequence)
    {
        var at = (int)(sequence - _bootRecords);
        return sequence >= _bootRecords && at < _texts.Count ? _texts[at] : null;
    }

    /// <summary>Records a text, in a frame of its own.</summary>
    public void Record(string text, long nowMs)
    {
        // The bootstrap's own records stand before the first text; what it takes later is counted as a text that nobody checks.
        _context.Recorder.Seal();
        if (_texts.Count == 0) _bootRecords = _context.Recorder.NextSequence;
        while (_bootRecords + _texts.Count < _context.Recorder.NextSequence) _texts.Add("");
        var utf8 = Encoding.UTF8.GetBytes(text);
        _context.Recorder.RecordText(Severity.Info, utf8, utf8.Length, nowMs);
        _context.Recorder.Seal();
        _texts.Add(text);
    }

    /// <summary>Puts what the bootstrap recorded into the ring.</summary>
    public void Seal() => _context.Recorder.Seal();

    public IPayload Create(byte[]? image, PayloadContext context)
    {
        _context = context;
        return this;
    }

    public void CheckSettings(Hashtable settings, ArrayList errors)
    {
    }

    public void Start(long nowMs)
    {
    }

    public void Step(long nowMs)
    {
    }

    public void TakeBeacon(string topic, byte[] payload, long nowMs)
    {
    }

    public bool TryTakeUtc(out long utcMs)
    {
        utcMs = 0;
        return false;
    }

    public bool Knows(string name) => name == CommandName.Locate;

    public CommandOutcome Begin(Command command, long nowMs)
    {
        Located++;
        return CommandOutcome.Done;
    }

    public CommandOutcome Poll(long nowMs) => CommandOutcome.Done;

    public void Dispose()
    {
    }
}
