using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

public class PeerKeysTests
{
    private static RamStore _store;

    [Fact]
    public void Rotation_BothAreBelieved_UntilTheGraceEnds()
    {
        Start();
        PeerKeys keys = New(1);
        byte[] before = Signed(keys, out uint beforeId);
        Assert.True(keys.Rotate(PeerBench.Key(2)));
        keys.Step(1000);
        Assert.Equal(beforeId, keys.SigningId);
        keys.Step(1000 + PeerKeys.LeadMs);
        byte[] after = Signed(keys, out uint afterId);
        Assert.NotEqual(beforeId, afterId);
        Assert.True(Believes(keys, beforeId, before));
        Assert.True(Believes(keys, afterId, after));
        keys.Step(999 + PeerKeys.GraceMs);
        Assert.True(Believes(keys, beforeId, before));
        keys.Step(1000 + PeerKeys.GraceMs);
        Assert.False(Believes(keys, beforeId, before));
        Assert.True(Believes(keys, afterId, after));
    }

    [Fact]
    public void Rotation_SurvivesARestart_AndSoDoesTheEndOfTheGrace()
    {
        Start();
        PeerKeys keys = New(1);
        byte[] before = Signed(keys, out uint beforeId);
        keys.Rotate(PeerBench.Key(2));
        PeerKeys next = New(1);
        next.Step(5);
        Assert.True(Believes(next, beforeId, before));
        next.Step(5 + PeerKeys.GraceMs);
        PeerKeys last = New(1);
        Assert.False(Believes(last, beforeId, before));
        Signed(last, out uint lastId);
        Signed(Fresh(2), out uint rotatedId);
        Assert.Equal(rotatedId, lastId);
    }

    /// <summary>A drone whose battery lasts less than the grace would else believe it for ever.</summary>
    [Fact]
    public void KeyBefore_IsBelievedInTheNextBoot_AndInNoLaterOne_HoweverShortTheyAre()
    {
        Start();
        PeerKeys keys = New(1);
        byte[] before = Signed(keys, out uint beforeId);
        keys.Rotate(PeerBench.Key(2));
        PeerKeys next = New(1);
        _store.Refuses = true;
        next.Step(5);
        _store.Refuses = false;
        next.Step(70000);
        next.Step(4 + PeerKeys.GraceMs);
        Assert.True(Believes(next, beforeId, before));
        PeerKeys last = New(1);
        Assert.False(Believes(last, beforeId, before));
        Assert.Equal(last.SigningId, Fresh(2).SigningId);
        Assert.Equal(2, _store.Writes);
        next.Step(5 + PeerKeys.GraceMs);
        Assert.False(next.HasPrevious);
        Assert.Equal(2, _store.Writes);
    }

    [Fact]
    public void FlashThatRefuses_ChangesNothing()
    {
        Start();
        PeerKeys keys = New(1);
        Signed(keys, out uint id);
        _store.Refuses = true;
        Assert.False(keys.Rotate(PeerBench.Key(2)));
        keys.Step(PeerKeys.LeadMs);
        Assert.Equal(id, keys.SigningId);
        Assert.False(keys.HasPrevious);
        _store.Refuses = false;
        Assert.True(keys.Rotate(PeerBench.Key(2)));

        // The grace ends only once the flash knows of it.
        keys.Step(0);
        _store.Refuses = true;
        keys.Step(PeerKeys.GraceMs);
        Assert.True(keys.HasPrevious);
        _store.Refuses = false;
        keys.Step(PeerKeys.GraceMs + 59999);
        Assert.True(keys.HasPrevious);
        keys.Step(PeerKeys.GraceMs + 60000);
        Assert.False(keys.HasPrevious);
    }

    [Fact]
    public void WrongLength_IsRefused_AndTheSameKeyDoesNothing()
    {
        Start();
        PeerKeys keys = New(1);
        Assert.False(keys.Rotate(null));
        Assert.False(keys.Rotate(new byte[31]));
        Assert.True(keys.Rotate(PeerBench.Key(1)));
        Assert.Equal(0, _store.Writes);
        Assert.False(keys.HasPrevious);
    }

    [Fact]
    public void NewConfiguredKey_TakesThePlaceOfTheRotatedOne()
    {
        Start();
        New(1).Rotate(PeerBench.Key(2));
        Signed(New(3), out uint id);
        Signed(Fresh(3), out uint expected);
        Assert.Equal(expected, id);
    }

    [Fact]
    public void RotatedKey_IsACopy()
    {
        Start();
        PeerKeys keys = New(1);
        byte[] key = PeerBench.Key(2);
        keys.Rotate(key);
        key[0] ^= 1;
        Assert.True(keys.Rotate(PeerBench.Key(2)));
        Assert.Equal(1, _store.Writes);
    }

    private static void Start()
    {
        _store = new RamStore();
    }

    private static PeerKeys New(int seed)
    {
        return new PeerKeys(_store, PeerBench.Key(seed));
    }

    private static PeerKeys Fresh(int seed)
    {
        return new PeerKeys(new RamStore(), PeerBench.Key(seed));
    }

    private static byte[] Signed(PeerKeys keys, out uint id)
    {
        byte[] message = new byte[40];
        message[3] = 9;
        id = keys.SigningId;
        Assert.Equal(40, keys.Sign(message, 24));
        return message;
    }

    private static bool Believes(PeerKeys keys, uint id, byte[] message)
    {
        return keys.Knows(id) && keys.Verify(id, message, message.Length);
    }
}
