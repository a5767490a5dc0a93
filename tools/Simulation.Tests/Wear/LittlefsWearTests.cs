using DroneLink.Simulation.Wear;

namespace DroneLink.Simulation.Tests.Wear;

public class LittlefsWearTests
{
    private const int Records = 40_000;
    private const int RecordBytes = 116;
    private const int Files = 30;

    // Measured with littlefs 2.11 in RAM, set up as on a board: 256 KB, 30 files of 4 KB, the oldest deleted; bytes erased for each byte kept.
    [Theory]
    [InlineData(1, 33.3)]
    [InlineData(4, 8.3)]
    [InlineData(8, 4.7)]
    [InlineData(16, 2.5)]
    [InlineData(32, 1.2)]
    public void ErasesAsMuchAsLittlefsDid(int recordsPerClose, double measured)
    {
        var flash = new LittlefsWear(64);
        var buffer = new byte[LittlefsWear.BlockBytes];
        var file = 0;
        var bytes = 0;
        for (var record = 0; record < Records; record += recordsPerClose)
        {
            if (bytes + (recordsPerClose * RecordBytes) > buffer.Length)
            {
                bytes = 0;
                if (++file >= Files) flash.TryDelete($"{file - Files:x8}.seg");
            }

            bytes += recordsPerClose * RecordBytes;
            Assert.True(flash.TryWrite($"{file:x8}.seg", buffer, 0, bytes));
        }

        var erased = (double)flash.Erases.Sum() * LittlefsWear.BlockBytes / (Records * RecordBytes);
        Assert.InRange(erased, measured * 0.85, measured * 1.15);
        Assert.Equal(flash.DataErases + flash.DirectoryErases, flash.Erases.Sum());
    }

    [Fact]
    public void KeepsFiles_AndRefusesWhatHasNoRoom()
    {
        var flash = new LittlefsWear(8, 2);
        byte[] bytes = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))];
        for (var i = 0; i < 4; i++) Assert.True(flash.TryWrite($"{i}", bytes, i, 4096 - i));
        Assert.False(flash.TryWrite("4", bytes, 0, 4096));
        Assert.True(flash.TryDelete("1"));
        Assert.True(flash.TryWrite("4", bytes, 0, 4096));

        // A file is replaced by a copy, and there is none to be had.
        Assert.False(flash.TryWrite("2", bytes, 0, 4096));
        var read = new byte[5000];
        Assert.Equal(4094, flash.Read("2", read));
        Assert.Equal(bytes[2..], read[..4094]);
        Assert.Equal(-1, flash.Read("1", read));
    }

    [Fact]
    public void DirectoryMovesOn_BeforeItsBlocksAreWornOut()
    {
        var flash = new LittlefsWear(16);
        var value = new byte[20];
        for (var i = 0; i < 400_000; i++) Assert.True(flash.TryWrite((i & 1) == 0 ? "cursor.0" : "cursor.1", value, 0, value.Length));
        Assert.Equal(0, flash.DataErases);
        Assert.InRange(flash.Erases.Max(), 1, 2 * flash.Erases.Sum() / 16);
    }
}
