namespace DroneLink.Firmware.Tests;

/// <summary>
/// Frames that a reader meets and no writer of version 1 writes, in the form of <see cref="GoldenVectors"/> and from the same program. Their code is
/// that of the error, or "ok-read" for one that is read all the same. A vector is never changed.
/// </summary>
public static class GoldenRefusals
{
    /// <summary>The vectors.</summary>
    public static readonly string[][] All =
    [
        [
            "unknown kind between known ones",
            "d701000764726f6e652d310302010000e8070302030001640b0d05ffffffffffffffffffffffff02030501018d003237",
            "ok-read",
            "drone-1 66051 0 1000 unsynced unsigned;2 0 0=50;11 5;2 5 0=49",
        ],
        [
            "unknown kinds 0 126 128 255",
            "d701000764726f6e652d310302010000e80704000200807e0101800102ff010391b61517",
            "ok-read",
            "drone-1 66051 0 1000 unsynced unsigned;0 0;126 1;128 2;255 3",
        ],
        [
            "unknown fields are stepped over",
            "d701000764726f6e652d310302010000e8070202120089808080080effffffffffffffffff0109020301010210faaaac",
            "ok-read",
            "drone-1 66051 0 1000 unsynced unsigned;2 0 0=7;2 1 0=8;unknown-fields 2",
        ],
        [
            "dt in the first record counts on from the base time",
            "d701000764726f6e652d310302010000e807010204fa01010e2e310ec7",
            "ok-read",
            "drone-1 66051 0 1000 unsynced unsigned;2 250 0=7",
        ],
        [ "no bytes", "", "short", "" ],
        [ "15 bytes", "d701000764726f6e652d3103020100", "short", "" ],
        [ "magic", "d801000764726f6e652d310302010000e80701020300010eb432dd80", "magic", "" ],
        [ "version 0", "d700000764726f6e652d310302010000e80701020300010ea9d3bbf8", "version", "" ],
        [ "version 2", "d702000764726f6e652d310302010000e80701020300010e40002d15", "version", "" ],
        [ "crc of other bytes", "d701000764726f6e652d310302010000e80701020300010e7d39c8e3", "crc", "" ],
        [ "cut off by a byte", "d701000764726f6e652d310302010000e80701020300010e7d39c8", "crc", "" ],
        [ "flag bit 2", "d701040764726f6e652d310302010000e80701020300010e7daa693f", "flags", "" ],
        [ "flag bit 7", "d701800764726f6e652d310302010000e80701020300010eb278252c", "flags", "" ],
        [
            "signed with another key",
            "d701020764726f6e652d310302010000e80701020300010e82cf2262a1ea116ad98b3f571d2c502fd8d57e02",
            "signature",
            "",
        ],
        [
            "signature with a bit changed",
            "d701020764726f6e652d310302010000e80701020300010eab0abdfa85785687908b1c0c01086c4bb8fa274b",
            "signature",
            "",
        ],
        [ "too short for the signature it says it has", "d701020161616161616161619d5e575b", "signature", "" ],
        [ "id of no characters", "d70100000302010000e80701020300010ea035e9ef", "id", "" ],
        [
            "id of 33 characters",
            "d70100216161616161616161616161616161616161616161616161616161616161616161610302010000e80701020300010e3a7d" +
                "f8dc",
            "id",
            "",
        ],
        [ "id with a space", "d701000764726f6e6520310302010000e80701020300010e714bc69f", "id", "" ],
        [ "id with a byte past ASCII", "d70100066472c3b66e650302010000e80701020300010ee9161663", "id", "" ],
        [ "id past the end", "d70100206161616161616161401828ca", "id", "" ],
        [ "boot id past the end", "d70100066161616161616161615ca4e2dc", "id", "" ],
        [ "count 0", "d701000764726f6e652d310302010000e80700ec50f3f5", "count", "" ],
        [ "count 256", "d701000764726f6e652d310302010000e8078002020300010ed216839c", "count", "" ],
        [
            "sequence numbers past 32 bits",
            "d701000764726f6e652d3103020100ffffffff0fe80702020300010e020300010e4dfda0c5",
            "count",
            "",
        ],
        [
            "first sequence overlong",
            "d701000764726f6e652d31030201008000e80701020300010e3fadbd6a",
            "varint",
            "",
        ],
        [
            "first sequence of 33 bits",
            "d701000764726f6e652d3103020100ffffffff1fe80701020300010e065aac53",
            "varint",
            "",
        ],
        [ "base time overlong", "d701000764726f6e652d310302010000e8870001020300010e540b3ac1", "varint", "" ],
        [
            "base time of 64 bits",
            "d701000764726f6e652d3103020100008080808080808080800101020300010e22d51562",
            "varint",
            "",
        ],
        [
            "base time of 65 bits",
            "d701000764726f6e652d310302010000ffffffffffffffffff0301020300010e864e81b1",
            "varint",
            "",
        ],
        [
            "base time of 11 groups",
            "d701000764726f6e652d310302010000ffffffffffffffffffff0001020300010e68ed7810",
            "varint",
            "",
        ],
        [ "count overlong", "d701000764726f6e652d310302010000e8078100020300010e6dbc3c77", "varint", "" ],
        [ "head cut inside the base time", "d701000764726f6e652d310302010000ffffc9351b45", "varint", "" ],
        [ "head ends before the count", "d701000764726f6e652d31030201000005f6d76b96", "varint", "" ],
        [ "record length overlong", "d701000764726f6e652d310302010000e8070102830000010e58c1d12c", "varint", "" ],
        [ "record length cut off", "d701000764726f6e652d310302010000e8070102808d813506", "varint", "" ],
        [ "dt overlong", "d701000764726f6e652d310302010000e8070102048000010ee11b4ec2", "varint", "" ],
        [ "dt of 33 bits", "d701000764726f6e652d310302010000e807010207ffffffff10010e6fe80334", "varint", "" ],
        [ "no dt", "d701000764726f6e652d310302010000e807010200ad028deb", "varint", "" ],
        [ "no dt in an unknown kind", "d701000764726f6e652d310302010000e8070163004b586b97", "varint", "" ],
        [ "no mask", "d701000764726f6e652d310302010000e807010201009b8c9563", "varint", "" ],
        [ "mask of 33 bits", "d701000764726f6e652d310302010000e80701020600ffffffff1f79910103", "varint", "" ],
        [ "value overlong", "d701000764726f6e652d310302010000e80701020400018e006e6e7675", "varint", "" ],
        [
            "value of 65 bits",
            "d701000764726f6e652d310302010000e80701020c0001ffffffffffffffffff026f642e1a",
            "varint",
            "",
        ],
        [
            "value cut by the end of its record",
            "d701000764726f6e652d310302010000e807020203000180020300010eb568a1b0",
            "varint",
            "",
        ],
        [
            "fewer values than the mask says",
            "d701000764726f6e652d310302010000e80701020300030eff5bfe51",
            "varint",
            "",
        ],
        [ "unknown field overlong", "d701000764726f6e652d310302010000e807010204000880006f7824e4", "varint", "" ],
        [
            "time past 63 bits",
            "d701000764726f6e652d310302010000ffffffffffffffff7f02020300010e020301010e5d2903a1",
            "varint",
            "",
        ],
        [ "record past the end", "d701000764726f6e652d310302010000e80701020400010ec4011ffe", "length", "" ],
        [
            "unknown kind past the end",
            "d701000764726f6e652d310302010000e8070163ffffffff0f0087c39f54",
            "length",
            "",
        ],
        [
            "fewer records than the count says",
            "d701000764726f6e652d310302010000e80702020300010ed34b5ce5",
            "length",
            "",
        ],
        [
            "more bytes in a record than its fields",
            "d701000764726f6e652d310302010000e80701020400010e0025f6f54e",
            "length",
            "",
        ],
        [ "text without severity", "d701000764726f6e652d310302010000e807017f01009877bc3f", "length", "" ],
        [
            "text cut inside a character",
            "d701000764726f6e652d310302010000e807017f040006e28253a07b0d",
            "text",
            "",
        ],
        [ "text with a surrogate", "d701000764726f6e652d310302010000e807017f050006eda080fbc567aa", "text", "" ],
        [
            "text with an overlong character",
            "d701000764726f6e652d310302010000e807017f040006c0af06ba16ef",
            "text",
            "",
        ],
        [
            "text of 201 bytes",
            "d701000764726f6e652d310302010000e807017fcb01000678787878787878787878787878787878787878787878787878787878" +
                "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878" +
                "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878" +
                "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878" +
                "7878787878787878787878787878787878e6ea5ea5",
            "text",
            "",
        ],
        [
            "a byte after the last record",
            "d701000764726f6e652d310302010000e80701020300010e00352ad5fc",
            "trailing",
            "",
        ],
        [
            "a record more than the count says",
            "d701000764726f6e652d310302010000e80701020300010e020300010e1c7bf90d",
            "trailing",
            "",
        ],
        [
            "a byte between the last record and the signature",
            "d701020764726f6e652d310302010000e80701020300010e00570a9479607bb8bd1771e9e7098ac56b69e7bc9d",
            "trailing",
            "",
        ],
        [
            "magic before version and crc",
            "0009000764726f6e652d310302010000e80701020300010ecf3d6746",
            "magic",
            "",
        ],
        [ "version before crc", "d709000764726f6e652d310302010000e80701020300010e5a7a7163", "version", "" ],
        [ "crc before flags", "d701fc0764726f6e652d310302010000e80701020300010ef636e122", "crc", "" ],
        [
            "flags before signature",
            "d7010a0764726f6e652d310302010000e80701020300010ea38a3080de6b30f33eaf4bab9d2f238b1c5c130f",
            "flags",
            "",
        ],
        [
            "signature before id",
            "d70102000302010000e80701020300010ee18f7dabdfa3253bb4d17aa8c6f73f6b38fa4682",
            "signature",
            "",
        ],
        [ "id before count", "d7010001200302010000e80700020300010ea0aa72dc", "id", "" ],
        [ "count before varint", "d701000764726f6e652d310302010000e80780020280268de5f0", "count", "" ],
        [
            "varint in a later record before length",
            "d701000764726f6e652d310302010000e80702020400010e000203000180bd51b35a",
            "varint",
            "",
        ],
        [
            "length in a later record before text",
            "d701000764726f6e652d310302010000e807027f030006ff020400010e00d963cafe",
            "length",
            "",
        ],
        [ "text before trailing", "d701000764726f6e652d310302010000e807017f030006ff0053f28143", "text", "" ],
    ];
}
