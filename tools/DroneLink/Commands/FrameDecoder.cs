using System.Buffers.Binary;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Commands;

/// <summary>Reads frames as they are posted and writes each record as a line of JSON. Holds one frame at a time, however long the input.</summary>
/// <param name="output">Gets the records.</param>
/// <param name="error">Gets a line for each frame that cannot be read.</param>
public sealed class FrameDecoder(TextWriter output, TextWriter error)
{
    /// <summary>Reads to the end. A malformed frame is reported and stepped over; its length says where the next one starts.</summary>
    /// <returns>True when every frame was in order.</returns>
    public async Task<bool> DecodeAsync(Stream input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var buffered = new BufferedStream(input, 64 * 1024);
        var prefix = new byte[FrameBody.LengthBytes];
        var frame = new byte[ushort.MaxValue];
        var allGood = true;
        long offset = 0;
        while (true)
        {
            var got = await buffered.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (got == 0) return allGood;
            if (got < prefix.Length)
            {
                await ReportAsync(offset, "torn", "The input ends inside the length of a frame.").ConfigureAwait(false);
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16LittleEndian(prefix);
            var body = frame.AsMemory(0, length);
            got = await buffered.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            offset += prefix.Length;
            if (got < length)
            {
                await ReportAsync(offset, "torn", $"The frame has {length} bytes and the input ends after {got} of them.").ConfigureAwait(false);
                return false;
            }

            allGood &= await WriteAsync(body, offset).ConfigureAwait(false);
            offset += length;
        }
    }

    private async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, long offset)
    {
        if (!FrameReader.TryRead(bytes.Span, out var frame, out var problem))
        {
            await ReportAsync(offset, problem.Code(), problem.Message()).ConfigureAwait(false);
            return false;
        }

        foreach (var record in frame.Records) await output.WriteLineAsync(RecordJson.ToLine(record)).ConfigureAwait(false);
        return true;
    }

    private Task ReportAsync(long offset, string code, string message) => error.WriteLineAsync($"offset {offset}: {code}: {message}");
}
