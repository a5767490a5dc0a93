using System;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// An image on flash as a row of files, <c>slota.00</c>, <c>slota.01</c> and so on (decimal), each written once and one erase block
    /// large: after a power cut it is known of each whether it is whole. Decides nothing of what may run. Allocates a file's name at each call.
    /// <code>
    /// 0  n bytes of the image, 4092 but for the last block   n  u32 CRC-32 of them
    /// </code>
    /// </summary>
    public sealed class OtaSlot
    {
        /// <summary>Bytes of the file of a full block.</summary>
        public const int BlockBytes = 4096;

        /// <summary>Bytes of the image in a full block.</summary>
        public const int DataBytes = BlockBytes - CheckBytes;

        /// <summary>Blocks of a slot at the most.</summary>
        public const int MaxBlocks = 64;

        /// <summary>Bytes of an image at the most.</summary>
        public const int MaxImageBytes = MaxBlocks * DataBytes;

        private const int CheckBytes = 4;

        private readonly ISegmentStore _store;
        private readonly string _prefix;

        /// <summary>Creates a slot; touches no flash.</summary>
        /// <param name="store">Where its files are. Borrowed.</param>
        /// <param name="slot"><see cref="OtaSlotId.A"/> or <see cref="OtaSlotId.B"/>.</param>
        /// <param name="page">Takes a block, <see cref="BlockBytes"/>. Shared with whoever uses it not at the same time.</param>
        public OtaSlot(ISegmentStore store, int slot, byte[] page)
        {
            _store = store;
            _prefix = slot == OtaSlotId.A ? "slota." : "slotb.";
            Page = page;
        }

        /// <summary>The block that was read last, or the one to write.</summary>
        public byte[] Page { get; }

        /// <summary>Returns the blocks of an image.</summary>
        public static int BlocksOf(int size)
        {
            return (size + DataBytes - 1) / DataBytes;
        }

        /// <summary>Returns the bytes of an image that one of its blocks has.</summary>
        public static int BytesOf(int block, int size)
        {
            int rest = size - (block * DataBytes);
            return rest < DataBytes ? rest : DataBytes;
        }

        /// <summary>Writes the first bytes of <see cref="Page"/>, and their CRC behind them, as a block: one write.</summary>
        /// <param name="block">0 to 63.</param>
        /// <param name="count">1 to <see cref="DataBytes"/>.</param>
        /// <returns>False when the flash refused; what is there of it is then not whole.</returns>
        public bool TryWriteBlock(int block, int count)
        {
            LittleEndian.WriteUInt32(Page, count, Crc32.Compute(Page, 0, count));
            return _store.TryWrite(NameOf(block), Page, 0, count + CheckBytes);
        }

        /// <summary>Reads a block into <see cref="Page"/>.</summary>
        /// <returns>Its bytes of the image, or -1 when it is not there or not whole.</returns>
        public int ReadBlock(int block)
        {
            int count = _store.Read(NameOf(block), Page) - CheckBytes;
            return count > 0 && Crc32.Compute(Page, 0, count) == LittleEndian.ReadUInt32(Page, count) ? count : -1;
        }

        /// <summary>Returns whether a block of an image of this size is there and whole.</summary>
        public bool IsWhole(int block, int size)
        {
            return ReadBlock(block) == BytesOf(block, size);
        }

        /// <summary>Reads an image whole and checks it.</summary>
        /// <param name="image">Takes it; its length is the image's.</param>
        /// <param name="sha256">What its SHA-256 has to be.</param>
        /// <returns>False when a block is missing or not whole, or the image is another.</returns>
        public bool TryRead(byte[] image, byte[] sha256)
        {
            int blocks = BlocksOf(image.Length);
            for (int block = 0; block < blocks; block++)
            {
                if (!IsWhole(block, image.Length))
                {
                    return false;
                }

                Array.Copy(Page, 0, image, block * DataBytes, BytesOf(block, image.Length));
            }

            Sha256 hash = new Sha256();
            byte[] actual = new byte[Sha256.HashBytes];
            hash.Update(image, 0, image.Length);
            hash.Finish(actual, 0);
            return AreEqual(actual, sha256);
        }

        /// <summary>Deletes a block; one that is not there counts as deleted.</summary>
        public bool TryEraseBlock(int block)
        {
            return _store.TryDelete(NameOf(block));
        }

        /// <summary>Compares two hashes of the same length, without telling by its time where they differ.</summary>
        internal static bool AreEqual(byte[] one, byte[] other)
        {
            int difference = 0;
            for (int i = 0; i < one.Length; i++)
            {
                difference |= one[i] ^ other[i];
            }

            return difference == 0;
        }

        private string NameOf(int block)
        {
            return _prefix + (block < 10 ? "0" : "") + block.ToString();
        }
    }
}
