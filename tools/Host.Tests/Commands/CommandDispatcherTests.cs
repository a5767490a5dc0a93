using System.Collections;
using System.Globalization;
using DroneLink.CloudSdk.Commands;
using DroneLink.Firmware;
using DroneLink.Firmware.Commands;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

public class CommandDispatcherTests
{
    private readonly DispatcherBench _bench = new();

    [Fact]
    public void RepeatedId_IsAnsweredAgain_AndNotRunAgain()
    {
        _bench.Payload.Message = "so and so";
        _bench.Send("a");
        _bench.Step();
        _bench.Send("a", expiresIn: 90);
        _bench.Step();
        _bench.Boot();
        _bench.Send("a", "reboot", expiresIn: 120);
        _bench.Step();
        Assert.Equal(["a"], _bench.Payload.Begun);
        Assert.Equal(["a done so and so", "a done so and so", "a done so and so"], _bench.Published);
    }

    [Theory]
    [InlineData(1, "a done")]
    [InlineData(0, "a refused expired")]
    [InlineData(-1, "a refused expired")]
    public void Expiry_IsTheFirstSecondInWhichNothingIsBegun(int secondsLeft, string expected)
    {
        _bench.Send("a", expiresIn: secondsLeft);
        _bench.Step();
        Assert.Equal(expected, Assert.Single(_bench.Published));
        Assert.Equal(secondsLeft > 0 ? 1 : 0, _bench.Payload.Begun.Count);
    }

    [Fact]
    public void WhileTheClockIsUnknown_NothingIsBegun_AndThenWhatHasNotExpired()
    {
        _bench.Clock = null;
        _bench.Send("long", expiresIn: 60);
        _bench.Send("short", expiresIn: 20);
        _bench.Step(30, 1000);
        Assert.Empty(_bench.Published);
        _bench.Clock = 0;
        _bench.Step();
        Assert.Equal(["long"], _bench.Payload.Begun);
        Assert.Equal(["long done", "short refused expired"], _bench.Published.Order());
    }

    [Fact]
    public void ExpiryOfADayAheadAndMore_IsThatOfAWrongClock()
    {
        _bench.Send("a", expiresIn: 86400);
        _bench.Send("b", expiresIn: 86401);
        _bench.Step();
        Assert.Equal(["a done", "b refused it expires more than a day ahead: a clock is wrong"], _bench.Published.Order());
    }

    [Fact]
    public void InboxThatIsFull_SaysSo_AndAsksForASessionOnceThereIsRoom_Once()
    {
        _bench.Clock = null;
        for (var i = 0; i < CommandInbox.Capacity; i++) Assert.True(_bench.Send($"a{i}"));
        Assert.True(_bench.Send("a0"), "the same message again needs no place");
        Assert.False(_bench.Send("b"));
        _bench.Step();
        Assert.False(_bench.Dispatcher.TakeMissed());
        _bench.Clock = 0;
        _bench.Step(4 * CommandInbox.Capacity);
        Assert.True(_bench.Dispatcher.TakeMissed());
        Assert.False(_bench.Dispatcher.TakeMissed());
        Assert.Equal(CommandInbox.Capacity, _bench.Payload.Begun.Count);
    }

    [Fact]
    public void AllThatTheCloudSendsAtOnce_FindsRoom_InTheInboxAndInTheLog()
    {
        for (var i = 0; i < CommandHandler.MaxSentAgain; i++) Assert.True(_bench.Send($"a{i}"));
        _bench.Step(4 * CommandHandler.MaxSentAgain);
        Assert.Equal(CommandHandler.MaxSentAgain, _bench.Payload.Begun.Count);
        Assert.False(_bench.Dispatcher.TakeMissed());
    }

    [Fact]
    public void LogThatIsFull_RefusesWhatIsNew_UntilACommandHasExpiredAndIsTold()
    {
        _bench.Acknowledges = false;
        for (var i = 0; i < CommandLog.Places; i++)
        {
            _bench.Send($"a{i}", expiresIn: 10 + i);
            _bench.Step();
        }

        _bench.NowMs = 60000;
        _bench.Send("b");
        _bench.Step();
        Assert.Equal("b refused busy", _bench.Published[^1]);
        _bench.Acknowledge(1);
        _bench.Send("c");
        _bench.Step();
        Assert.Equal("c done", _bench.Published[^1]);
        Assert.DoesNotContain("b", _bench.Payload.Begun);
    }

    [Fact]
    public void CommandWhosePlaceWasGivenAway_DoesNotRunAgain_ThoughTheClockIsSetBack()
    {
        var first = DispatcherBench.Message("first", "run", _bench.Now + 10);
        _bench.Send(first);
        _bench.Step();
        for (var i = 0; i < CommandLog.Places; i++)
        {
            _bench.NowMs += 20000;
            _bench.Send($"a{i}", expiresIn: 3000);
            _bench.Step();
        }

        Assert.Equal(CommandLog.Places + 1, _bench.Payload.Begun.Count);
        _bench.Clock = -3600;
        _bench.Boot();
        _bench.Send(first);
        _bench.Step();
        Assert.Equal("first refused expired", _bench.Published[^1]);
        Assert.Equal(CommandLog.Places + 1, _bench.Payload.Begun.Count);
    }

    [Fact]
    public void FlashThatRefuses_LetsNothingRun()
    {
        _bench.FlashRefuses = true;
        _bench.Send("a");
        _bench.Step();
        Assert.Empty(_bench.Published);
        _bench.FlashRefuses = false;
        _bench.Step(5, 1000);
        Assert.Equal(["a refused the flash cannot note it"], _bench.Published);
        Assert.Empty(_bench.Payload.Begun);
    }

    [Fact]
    public void EndThatTheFlashRefuses_IsToldOnceItIsThere()
    {
        _bench.Payload.OnBegin = _ =>
        {
            _bench.FlashRefuses = true;
            return CommandOutcome.Done;
        };
        _bench.Send("a");
        _bench.Step(5, 1000);
        Assert.Empty(_bench.Published);
        _bench.FlashRefuses = false;
        _bench.Step(5, 1000);
        Assert.Equal(["a done"], _bench.Published);
    }

    [Fact]
    public void PayloadThatThrows_FailsItsCommandOnly()
    {
        _bench.Payload.OnBegin = _ => throw new InvalidOperationException("no such pin");
        _bench.Send("a");
        _bench.Step();
        _bench.Payload.OnBegin = _ => CommandOutcome.UnderWay;
        _bench.Payload.OnPoll = () => throw new InvalidOperationException("no such part");
        _bench.Send("b");
        _bench.Step();
        _bench.Payload.OnBegin = _ => CommandOutcome.Done;
        _bench.Send("c");
        _bench.Step();
        Assert.Equal(["a failed no such pin", "b failed no such part", "c done"], _bench.Published);
    }

    [Fact]
    public void CommandThatDoesNotEnd_FailsAfterTwoMinutes_AndTheNextOneIsBegun()
    {
        _bench.Payload.OnBegin = command => command.Id == "a" ? CommandOutcome.UnderWay : CommandOutcome.Done;
        _bench.Send("a");
        _bench.Send("b", expiresIn: 300);
        _bench.Step(119, 1000);
        Assert.Empty(_bench.Published);
        Assert.Equal(["a"], _bench.Payload.Begun);
        _bench.Step(5, 1000);
        Assert.Equal(["a failed it took too long", "b done"], _bench.Published.Order());
    }

    [Fact]
    public void RestartInTheMiddle_IsTold_AndNothingIsBegunAgain()
    {
        _bench.Payload.OnBegin = _ => CommandOutcome.UnderWay;
        _bench.Send("a");
        _bench.Step();
        _bench.Boot();
        _bench.Step();
        Assert.Equal(["a failed interrupted by a restart"], _bench.Published);
        Assert.Equal(["a"], _bench.Payload.Begun);
    }

    [Fact]
    public void ResultThatIsNotAcknowledged_IsSentAgainInTheNextSession_AndAfterARestart()
    {
        _bench.Acknowledges = false;
        _bench.Send("a");
        _bench.Step(20);
        Assert.Single(_bench.Published);
        _bench.NewSession();
        _bench.Step(20);
        _bench.Boot();
        _bench.Step(20);
        Assert.Equal(["a done", "a done", "a done"], _bench.Published);
        _bench.Acknowledge(3);
        _bench.Step();
        _bench.NewSession();
        _bench.Boot();
        _bench.Step();
        Assert.Equal(3, _bench.Published.Count);
    }

    [Fact]
    public void WithoutASession_ResultsWait()
    {
        _bench.IsReady = false;
        _bench.Send("a");
        _bench.Step();
        Assert.Empty(_bench.Published);
        _bench.IsReady = true;
        _bench.Step();
        Assert.Equal(["a done"], _bench.Published);
    }

    [Fact]
    public void SettingThatCannotBeKept_IsSaid()
    {
        _bench.Payload.Settings = new Hashtable { ["a.b"] = 1 };
        _bench.Dispatcher.Keeper = _ => "the flash refused it";
        _bench.Send("a");
        _bench.Step();
        Assert.Equal(["a done until the next restart only: the flash refused it"], _bench.Published);
    }

    [Theory]
    [InlineData("setChannel", "{}", true)]
    [InlineData("calibrate", "{}", true)]
    [InlineData("setPower", """{"pit":true}""", true)]
    [InlineData("setPower", """{"pit":false}""", false)]
    [InlineData("setPower", """{"powerMw":199}""", true)]
    [InlineData("setPower", """{"powerMw":200}""", false)]
    [InlineData("setPower", """{"powerMw":"200"}""", true)]
    [InlineData("scan", "{}", false)]
    [InlineData("run", "{}", false)]
    public void WhatIsDangerous_IsRefusedInFlight(string command, string parameters, bool isDangerous)
    {
        _bench.Flight = FlightState.Armed;
        _bench.Send("a", command, 60, parameters);
        _bench.Step();
        Assert.Equal(isDangerous ? "a refused in flight" : "a done", Assert.Single(_bench.Published));
    }

    [Fact]
    public void ScanWithTheOnlyReceiver_IsDangerous()
    {
        _bench.Payload.ScanTakesPicture = true;
        _bench.Flight = FlightState.Armed;
        _bench.Send("a", "scan");
        _bench.Step();
        Assert.Equal(["a refused in flight"], _bench.Published);
    }

    [Fact]
    public void WhatIsDangerous_WaitsForAnAutopilotThatIsNotHeardYet_AndNoLongerThanTenSeconds()
    {
        _bench.Flight = FlightState.Unknown;
        _bench.Send("a", "setChannel");
        _bench.Step(5, 1000);
        Assert.Empty(_bench.Published);
        _bench.Flight = FlightState.Disarmed;
        _bench.Step();
        _bench.Flight = FlightState.Unknown;
        _bench.Send("b", "setChannel");
        _bench.Step(9, 1000);
        Assert.Equal(["a done"], _bench.Published);
        _bench.Step(3, 1000);
        Assert.Equal(["a done", "b refused flight state unknown"], _bench.Published);
        _bench.Send("c", "setChannel", expiresIn: 5);
        _bench.Step(9, 1000);
        Assert.Equal("c refused expired", _bench.Published[^1]);
    }

    [Fact]
    public void RestartThatIsDue_LetsNothingElseBegin_UnlessItHasToWaitForTheGround()
    {
        _bench.Core.OnBegin = _ => CommandOutcome.DoneThenRestart;
        _bench.Acknowledges = false;
        _bench.Send("a", "core");
        _bench.Step();
        _bench.Send("b");
        _bench.Step();
        Assert.Empty(_bench.Payload.Begun);
        Assert.False(_bench.Dispatcher.WantsRestart);
        _bench.Flight = FlightState.Armed;
        _bench.Payload.OnBegin = _ => CommandOutcome.UnderWay;
        _bench.Step(6, 1000);
        Assert.Equal(["b"], _bench.Payload.Begun);
        Assert.False(_bench.Dispatcher.WantsRestart);
        _bench.Payload.OnPoll = () => CommandOutcome.Done;
        _bench.Step();
        Assert.True(_bench.Dispatcher.WantsRestart);
    }

    /// <summary>Any order, any repetition, restarts, sessions and acknowledgements that come and go, a clock that is lost: once at the most, and one answer each.</summary>
    [Fact]
    public void WhateverComesInWhateverOrder_RunsOnceAtTheMost_AndHasOneAnswer()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var bench = new DispatcherBench();
            bench.Payload.OnBegin = _ => (CommandOutcome)random.Next(4);
            bench.Payload.OnPoll = () => (CommandOutcome)random.Next(4);
            for (var i = 0; i < 400; i++)
            {
                bench.Clock = random.Next(20) == 0 ? null : 0;
                bench.IsReady = random.Next(5) > 0;
                bench.Acknowledges = random.Next(3) > 0;
                bench.Send(DispatcherBench.Message($"c{random.Next(10)}", "run", DispatcherBench.Utc + 3000));
                bench.Step(random.Next(4));
                if (random.Next(8) == 0) bench.NewSession();
                if (random.Next(40) == 0) bench.Boot();
            }

            bench.Clock = 0;
            bench.IsReady = true;
            bench.Acknowledges = true;
            bench.NewSession();
            bench.Step(300);
            Assert.Equal(bench.Payload.Begun.Distinct(), bench.Payload.Begun);
            foreach (var id in bench.Payload.Begun)
            {
                Assert.Single(bench.Published.Where(result => result.StartsWith(id + " ", StringComparison.Ordinal)).Distinct());
            }
        }
    }

    [Fact]
    public void WithNothingToDo_NothingIsAllocated()
    {
        _bench.Send("a");
        _bench.Step(10);
        long now = _bench.NowMs;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _bench.Dispatcher.Step(now += 10, DispatcherBench.Utc, FlightState.Disarmed, true);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WhatIsNoCommand_IsIgnored_WhateverItIs()
    {
        var whole = DispatcherBench.Message("a", "run", _bench.Now + 60, """{"x":{"y":1}}""");
        _bench.Send(whole);
        _bench.Send(new byte[5000]);
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var message = DispatcherBench.Message(i.ToString(CultureInfo.InvariantCulture), "run", _bench.Now + 60);
            for (var change = random.Next(1, 4); change > 0; change--) message[random.Next(message.Length)] = (byte)random.Next(256);
            _bench.Send(message[..random.Next(message.Length + 1)]);
            _bench.Step(2);
        }

        Assert.DoesNotContain("a", _bench.Payload.Begun);
    }
}
