using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

/// <summary>What is damaged is not taken, and what is good is not written over.</summary>
public sealed class AlternatingBlockTests
{
    private readonly RamStore _store = new();

    [Fact]
    public void Save_TakesTheTwoFilesInTurn()
    {
        Save(Open(), 1, 1);
        Assert.Equal(["x.1"], _store.List());
        Save(Open(), 2, 2);
        Assert.Equal(["x.0", "x.1"], _store.List().Order());
        Assert.Equal((12 + 2 + 4, 12 + 1 + 4), (_store.Get("x.0").Length, _store.Get("x.1").Length));
    }

    [Fact]
    public void Save_NeverWritesOverTheNewest_AlsoAfterLoading()
    {
        for (byte value = 1; value <= 6; value++)
        {
            Save(Open(), value, 3);
            var files = _store.List().ToDictionary(name => name, name => (byte[])_store.Get(name).Clone());
            Save(Open(), 99, 3);
            var written = _store.List().Single(name => !files.TryGetValue(name, out var before) || !before.AsSpan().SequenceEqual(_store.Get(name)));

            // As a cut in it leaves it.
            _store.Put(written, [1, 2, 3]);
            Expect(value, 3);
        }
    }

    [Fact]
    public void Block_OfNoBytes_IsOne()
    {
        Save(Open(), 5, 4);
        Save(Open(), 0, 0);
        Expect(0, 0);
        Save(Open(), 7, 2);
        Expect(7, 2);
        Save(Open(), 0, 0);
        Save(Open(), 0, 0);
        Expect(0, 0);
    }

    [Fact]
    public void FlippedBit_GivesWayToTheBlockBefore()
    {
        Save(Open(), 1, 8);
        Save(Open(), 2, 8);
        var newest = (byte[])_store.Get("x.0").Clone();
        for (var bit = 0; bit < newest.Length * 8; bit++)
        {
            var damaged = (byte[])newest.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            _store.Put("x.0", damaged);
            Expect(1, 8);
        }
    }

    [Fact]
    public void ShorterOrLongerFile_GivesWayToTheBlockBefore()
    {
        Save(Open(), 1, 8);
        Save(Open(), 2, 8);
        var newest = _store.Get("x.0");
        for (var length = 0; length <= newest.Length + 4; length++)
        {
            if (length == newest.Length) continue;

            var file = new byte[length];
            Array.Copy(newest, file, Math.Min(length, newest.Length));
            _store.Put("x.0", file);
            Expect(1, 8);
        }
    }

    [Fact]
    public void RefusedSave_IsSaid_AndChangesNothing()
    {
        var block = Open();
        Save(block, 1, 3);
        _store.Refuses = true;
        Assert.False(block.TrySave(5));
        Assert.Equal(3, block.Count);
        _store.Refuses = false;
        Save(block, 2, 3);
        Assert.Equal(2, _store.Count);
        Expect(2, 3);
    }

    private AlternatingBlock Open()
    {
        var block = new AlternatingBlock(_store, "x", 16);
        block.Load();
        return block;
    }

    private static void Save(AlternatingBlock block, byte value, int count)
    {
        block.Buffer.AsSpan(AlternatingBlock.Start, count).Fill(value);
        Assert.True(block.TrySave(count));
        Assert.Equal(count, block.Count);
    }

    private void Expect(byte value, int count)
    {
        var block = new AlternatingBlock(_store, "x", 16);
        Assert.True(block.Load());
        Assert.Equal(count, block.Count);
        Assert.All(block.Buffer.AsSpan(AlternatingBlock.Start, count).ToArray(), read => Assert.Equal(value, read));
    }
}
