using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Storage;
using DroneLink.Firmware.Tests.Telemetry;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

/// <summary>One drone's monitor with all that it stands on, and a look at what it recorded.</summary>
public sealed class PeerBench
{
    /// <summary>Where drones are unless a test says otherwise.</summary>
    public const int LatitudeE7 = 480000000;

    /// <summary>The same, east.</summary>
    public const int LongitudeE7 = 110000000;

    private readonly FlashRing _ring;
    private readonly Recorder _recorder;
    private readonly FrameBuilder _builder;

    public PeerBench(string deviceId, string fleetId, uint bootId, byte[] key, int beaconMs)
    {
        Store = new RamStore();
        _ring = new FlashRing(Store, 30);
        _ring.Open();
        Clock = new DeviceClock();
        _builder = new FrameBuilder(System.Text.Encoding.UTF8.GetBytes(deviceId), bootId);
        RecorderOptions options = new RecorderOptions();
        options.FrameMaxAgeMs = 3600000;
        options.FrameMaxBytes = 2000;
        _recorder = new Recorder(_builder, _ring, Clock, options);
        Radio = new FakeRadio();
        Keys = new PeerKeys(Store, key);
        Options = new PeerOptions();
        Options.BeaconMs = beaconMs;
        UplinkOptions uplink = new UplinkOptions();
        uplink.DeviceId = deviceId;
        uplink.FleetId = fleetId;
        Monitor = new PeerMonitor(Options, uplink, bootId, _recorder, Clock, Keys, Radio, null);
    }

    public RamStore Store { get; }

    public DeviceClock Clock { get; }

    public FakeRadio Radio { get; }

    public PeerKeys Keys { get; }

    public PeerOptions Options { get; }

    public PeerMonitor Monitor { get; }

    public PeerState Own { get; } = new PeerState();

    /// <summary>Events 17 recorded, of all severities.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Of these, critical ones.</summary>
    public int Criticals { get; private set; }

    /// <summary>Value of the last one.</summary>
    public long ClosestCm { get; private set; }

    /// <summary>Value 2 of the last one.</summary>
    public long ConflictHash { get; private set; }

    /// <summary>Records of kind peer.</summary>
    public int PeerRecords { get; private set; }

    public static byte[] Key(int seed)
    {
        byte[] key = new byte[PeerKeys.KeyBytes];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)((seed * 37) + (i * 11) + 1);
        }

        return key;
    }

    public static uint HashOf(string id)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(id);
        return Crc32.Compute(bytes, 0, bytes.Length);
    }

    /// <summary>Lets a drone send one beacon from a place, and returns its datagram.</summary>
    public byte[] SendFrom(int latitudeE7, int longitudeE7, int northCms, int eastCms, long nowMs)
    {
        Own.Start(latitudeE7, longitudeE7, nowMs);
        Own.SetAltitude(10000);
        Own.SetVelocity(northCms, eastCms);
        int sent = Radio.Sent;
        for (long at = nowMs; Radio.Sent == sent && at < nowMs + (3 * Options.BeaconMs); at += 10)
        {
            Own.CopyFrom(Own, at);
            Monitor.Step(Own, false, at);
        }

        return Radio.Last;
    }

    /// <summary>Lets a drone take a datagram.</summary>
    /// <returns>Why it was refused.</returns>
    public BeaconRefusal Take(byte[] datagram, long nowMs)
    {
        uint[] before = new uint[Enum.GetValues<BeaconRefusal>().Length];
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = Monitor.Receiver.Count((BeaconRefusal)i);
        }

        Radio.Feed(datagram);
        Monitor.Receiver.Receive(Radio, nowMs);
        int found = -1;
        for (int i = 0; i < before.Length; i++)
        {
            if (Monitor.Receiver.Count((BeaconRefusal)i) != before[i])
            {
                found = found < 0 ? i : 99;
            }
        }

        return (BeaconRefusal)found;
    }

    /// <summary>Stands, or flies, at a place for one step, and reads what was recorded since.</summary>
    public void Step(int latitudeE7, int northCms, bool isFlying, long nowMs)
    {
        Own.Start(latitudeE7, LongitudeE7, nowMs);
        Own.SetAltitude(10000);
        Own.SetVelocity(northCms, 0);
        Monitor.Step(Own, isFlying, nowMs);
        TakeRecords();
    }

    /// <summary>Counts what was recorded since the last time.</summary>
    public void TakeRecords()
    {
        if (_builder.Count == 0)
        {
            return;
        }

        _recorder.Seal();
        FrameView view = new FrameView(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength);
        while (view.MoveNext())
        {
            if (view.Kind == RecordKind.Peer)
            {
                PeerRecords++;
            }
            else if (view.Kind == RecordKind.Event && view.Value(EventField.Code) == EventCode.PeerConflict)
            {
                Conflicts++;
                Criticals += view.Value(EventField.Severity) == Severity.Critical ? 1 : 0;
                ClosestCm = view.Value(EventField.Value);
                ConflictHash = view.Value(EventField.Value2);
            }
        }
    }
}
