using System.Collections;
using DroneLink.Firmware;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Payload;
using Xunit;

namespace DroneLink.Host.Tests.Payload;

/// <summary>A payload may fail as it likes: what is under it goes on.</summary>
public class PayloadHostTests
{
    [Fact]
    public void PayloadThatCannotBeMade_IsNone_AndSaysWhy()
    {
        using var host = new PayloadHost(new Source(() => throw new InvalidOperationException("no such pin")), null, new PayloadContext());
        host.Start(0);
        host.Step(10);
        Assert.False(host.IsRunning);
        Assert.Equal("no such pin", host.Fault);
        Assert.Equal("none", host.Version);
        Assert.Equal(0, host.Build);
        Assert.Equal(FlightState.Unknown, host.Flight);
        Assert.False(host.TryTakeUtc(out _));
    }

    [Fact]
    public void StartThatThrows_IsTheEndOfIt()
    {
        var payload = new FakePayload { OnStart = () => throw new InvalidOperationException("start") };
        using var host = new PayloadHost(new Source(() => payload), null, new PayloadContext());
        host.Start(0);
        host.Step(10);
        Assert.False(host.IsRunning);
        Assert.Equal("start", host.Fault);
        Assert.Equal(0, payload.Steps);
    }

    [Fact]
    public void StepsThatThrowNowAndThen_AreGoneOnWith_TooManyInARowAreNot()
    {
        var payload = new FakePayload();
        using var host = new PayloadHost(new Source(() => payload), null, new PayloadContext());
        host.Start(0);
        payload.OnStep = () => throw new InvalidOperationException("step");
        for (var i = 0; i < PayloadHost.MaxFailuresInARow; i++) host.Step(i);
        Assert.True(host.IsRunning);
        payload.OnStep = () => { };
        host.Step(1000);
        payload.OnStep = () => throw new InvalidOperationException("step again");
        for (var i = 0; i < PayloadHost.MaxFailuresInARow; i++) host.Step(1000 + i);
        Assert.True(host.IsRunning);
        host.Step(2000);
        Assert.False(host.IsRunning);
        Assert.Equal("step again", host.Fault);
        var steps = payload.Steps;
        host.Step(2010);
        Assert.Equal(steps, payload.Steps);
    }

    [Fact]
    public void BeaconThatThrows_IsToldAndFailsNoStep()
    {
        var payload = new FakePayload();
        var host = new PayloadHost(new Source(() => payload), null, new PayloadContext());
        host.Start(0);
        for (var i = 0; i < 2 * PayloadHost.MaxFailuresInARow; i++) host.TakeBeacon("a", [], i);
        Assert.True(host.IsRunning);
        Assert.False(host.HasFailed);
        Assert.Equal("beacon a", host.Fault);
    }

    [Fact]
    public void TimeThatThrows_IsNone_AndIsToldAndFailsNoStep()
    {
        var payload = new FakePayload { OnTime = () => throw new InvalidOperationException("time") };
        using var host = new PayloadHost(new Source(() => payload), null, new PayloadContext());
        host.Start(0);
        host.Step(10);
        Assert.False(host.TryTakeUtc(out _));
        Assert.True(host.IsRunning);
        Assert.False(host.HasFailed);
        Assert.Equal("time", host.Fault);
    }

    [Fact]
    public void Disposing_ClosesThePayload()
    {
        var payload = new FakePayload();
        new PayloadHost(new Source(() => payload), null, new PayloadContext()).Dispose();
        Assert.True(payload.IsDisposed);
    }

    private sealed class Source(Func<IPayload> create) : IPayloadSource
    {
        public string Runtime => "net10";

        public int BuiltInVersion => 0;

        public int BuiltInBuild => 0;

        public Hashtable Libraries => [];

        public IPayload Create(byte[] image, PayloadContext context) => create();
    }

    private sealed class FakePayload : IPayload
    {
        public Action OnStart { get; init; } = () => { };

        public Action OnStep { get; set; } = () => { };

        public Action OnTime { get; init; } = () => { };

        public int Steps { get; private set; }

        public bool IsDisposed { get; private set; }

        public string Version => "1.2.3";

        public int Build => 7;

        public FlightState Flight => FlightState.Disarmed;

        public bool MayRestart => true;

        public IPayloadCommands Commands => null;

        public void CheckSettings(Hashtable settings, ArrayList errors) => errors.Add("checked");

        public void Start(long nowMs) => OnStart();

        public void Step(long nowMs)
        {
            Steps++;
            OnStep();
        }

        public void TakeBeacon(string topic, byte[] payload, long nowMs) => throw new InvalidOperationException("beacon " + topic);

        public bool TryTakeUtc(out long utcMs)
        {
            utcMs = 0;
            OnTime();
            return false;
        }

        public void Dispose() => IsDisposed = true;
    }
}
