using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The body of a post of frames: what is taken apart is put together again to the same bytes.</summary>
internal sealed class FrameBodyDoor : Door
{
    private IReadOnlyList<FrameSlice> _frames = [];
    private int _torn;
    private bool _isWhole;

    /// <inheritdoc/>
    public override string Name => "frame-body";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [FrameBody.Join([.. Samples.Frames().Select(frame => (ReadOnlyMemory<byte>)frame)]), FrameBody.Join([Samples.Frames()[0]])];

    // A body of zeros is one of empty frames, two bytes each.
    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _isWhole = FrameBody.TrySplit(input, out _frames, out _torn);
        return new Outcome(_isWhole, _frames.Count);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        var joined = FrameBody.Join([.. _frames.Select(frame => frame.Bytes)]);
        ViolationException.Unless(joined.AsSpan().SequenceEqual(input.AsSpan(0, _torn)), "the frames are not the body");
        ViolationException.Unless(_isWhole == (_torn == input.Length && input.Length > 0), "whole or not");
    }
}
