using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>State files whose CRC is right and whose values no updater writes. Value i stands at offset 8 + 4 i of Firmware/Ota/README.md.</summary>
public sealed class OtaForgedStateTests
{
    private const int A = 24, B = 36, Build = 1, Version = 2, Size = 3;

    private readonly RamStore _store = new();

    [Fact]
    public void State_ThatIsRight_IsTaken()
    {
        Assert.Equal(OtaSlotId.A, Load([]).Active);
        Assert.Equal(OtaSlotId.A, Load([(2, 2u)]).Active);
        Assert.Equal(OtaSlotId.A, Load([(9, 2u)]).Active);
        Assert.Equal(OtaSlotId.A, Load([(A + Size, OtaSlot.MaxImageBytes), (A + Version, 0xFFFFFFu)]).Active);
    }

    [Theory]
    [InlineData(1, 3u)]
    [InlineData(2, 3u)]
    [InlineData(9, 3u)]
    [InlineData(11, 5u)]
    [InlineData(2, 1u)]
    [InlineData(9, 1u)]
    [InlineData(A + Build, 0u)]
    [InlineData(A + Build, 0x80000007u)]
    [InlineData(A + Version, 0x1000000u)]
    [InlineData(A + Version, 0x80000000u)]
    [InlineData(A + Size, 0u)]
    [InlineData(A + Size, OtaSlot.MaxImageBytes + 1u)]
    [InlineData(A + Size, 0x80000000u)]
    [InlineData(B + Build, 0xFFFFFFFFu)]
    [InlineData(B + Size, 0u)]
    [InlineData(B + Version, 0x1000000u)]
    public void State_ThatCannotBe_IsThatOfANewDevice_ButForItsCounters(int index, uint value)
    {
        ExpectNone(Load([(index, value)]), 9, 77);
    }

    [Fact]
    public void SlotOnTrialAndLoadedAtOnce_CannotBe() => ExpectNone(Load([(2, 2u), (9, 2u)]), 9, 77);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void SlotThatIsNamedAndEmpty_CannotBe(int index) => ExpectNone(Load([(1, 0u), (index, 2u), (B + Build, 0u)]), 9, 77);

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    public void State_OfAnotherFormat_HasNoCountersThatAreKnown(uint format) => ExpectNone(Load([(0, format)]), 0, 0);

    private static void ExpectNone(OtaState state, int highest, uint ended)
    {
        Assert.Equal((0, 0, 0, 0), (state.Active, state.Trial, state.Download, state.ReportCount));
        Assert.Equal((0, 0), (state.Slot(OtaSlotId.A).Build, state.Slot(OtaSlotId.B).Build));
        Assert.Equal((highest, ended), (state.HighestBuild, state.EndedSerial));
    }

    private OtaState Load((int Index, uint Value)[] changes)
    {
        var file = new AlternatingFile(_store, "ota", 48);
        file.Load();
        Array.Clear(file.Values);
        (file.Values[0], file.Values[1], file.Values[6], file.Values[7]) = (1, OtaSlotId.A, 9, 77);
        foreach (var slot in (int[])[A, B]) (file.Values[slot + Build], file.Values[slot + Version], file.Values[slot + Size]) = (7, 0x000700, 300);

        foreach (var (index, value) in changes) file.Values[index] = value;

        Assert.True(file.TrySave());
        var state = new OtaState(_store);
        state.Load();
        return state;
    }
}
