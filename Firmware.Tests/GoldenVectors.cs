using System.Text;

namespace DroneLink.Firmware.Tests
{
    /// <summary>
    /// Telemetry frames that the device and the cloud must agree on to the byte. The bytes were computed from the description of
    /// the format in CloudSdk/Wire/README.md by a program of neither end; both ends' tests read this one file. A vector is never
    /// changed: a change of the format is a new version with new vectors.
    /// </summary>
    public static class GoldenVectors
    {
        /// <summary>The device's key in every vector, hexadecimal.</summary>
        public const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

        /// <summary>Index of a vector's name. No commas: one ends a message of the virtual device's test adapter.</summary>
        public const int Name = 0;

        /// <summary>Index of its bytes, hexadecimal.</summary>
        public const int Bytes = 1;

        /// <summary>
        /// Index of the code of the error that a reader with the key reports; "ok" for a frame that is read and that every
        /// writer writes just so; "ok-read" for one that is read though no writer of version 1 writes it.
        /// </summary>
        public const int Code = 2;

        /// <summary>
        /// Index of what a frame that is read means, parts joined by semicolons. First the head: device id, boot id, first
        /// sequence number, base time, synced or unsynced, signed or unsigned. Then each record: kind, dt, and field=value for
        /// each field; of a text the severity and the UTF-8 in hexadecimal. Then "unknown-fields" and their number, if any.
        /// </summary>
        public const int Meaning = 3;

        /// <summary>The vectors.</summary>
        public static readonly string[][] All = new string[][]
        {
            new string[]
            {
                "position every field",
                "d701000764726f6e652d310302010000e80701011c00ff07adda9fd102acbcc68e0be89007c413a4136f8ea603061caa01f686ef" +
                    "26",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;1 0 0=-353629847 1=1491652374 2=58420 3=1250 4=1234 5=-56 6=27015" +
                    " 7=3 8=14 9=85",
            },
            new string[]
            {
                "attitude every field",
                "d701010764726f6e652d310302010000fbf69aabab330102090007a313ee08beb204effadac9",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;2 0 0=-1234 1=567 2=35999",
            },
            new string[]
            {
                "power every field",
                "d701010764726f6e652d310302010000fbf69aabab3301030b000ff0f601bb059801e01269ffe00d",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;3 0 0=15800 1=-350 2=76 3=1200",
            },
            new string[]
            {
                "videoLink every field",
                "d701010764726f6e652d310302010000fbf69aabab3301042500ffff0fd05adf65ff7c8f4ef0049b9501bc2f049802b401c20f22" +
                    "08f30368b001d00fa00ea4606db9",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;4 0 0=5800 1=-6512 2=-8000 3=-5000 4=312 5=-9550 6=3038 7=" +
                    "2 8=140 9=90 10=993 11=17 12=4 13=-250 14=52 15=88 16=1000 17=912",
            },
            new string[]
            {
                "transmitter every field",
                "d701010764726f6e652d310302010000fbf69aabab33010509000fda5fe84db40604f318da9c",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;5 0 0=6125 1=4980 2=410 3=2",
            },
            new string[]
            {
                "receiver every field",
                "d701010764726f6e652d310302010000fbf69aabab33010609000fb310b84efc02021113383c",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;6 0 0=-1050 1=5020 2=190 3=1",
            },
            new string[]
            {
                "environment every field",
                "d701010764726f6e652d310302010000fbf69aabab330107090007ef1f9aaf0c8e0753ec2abc",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;7 0 0=-2040 1=101325 2=455",
            },
            new string[]
            {
                "system every field",
                "d701010764726f6e652d310302010000fbf69aabab3301081600ff0780800a8d0118d28c0100060280c60a8484080ed411f1c8",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;8 0 0=81920 1=-71 2=12 3=9001 4=0 5=3 6=1 7=86400 8=65794 " +
                    "9=7",
            },
            new string[]
            {
                "event every field",
                "d701010764726f6e652d310302010000fbf69aabab3301090b000f040cb0dcb5d6d666011102500b",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;9 0 0=2 1=6 2=1763979999000 3=-1",
            },
            new string[]
            {
                "peer every field",
                "d701010764726f6e652d310302010000fbf69aabab33010a0e000ffeffffff1fc0bb01c00ca846288b9055",
                "ok",
                "drone-1 66051 0 1763980000123 synced unsigned;10 0 0=4294967295 1=12000 2=800 3=4500",
            },
            new string[]
            {
                "text",
                "d701000764726f6e652d310302010000e807017f1600066c696e6b207570206174203520383030204d487af5898233",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;127 0 6 6c696e6b207570206174203520383030204d487a",
            },
            new string[]
            {
                "text empty",
                "d701000764726f6e652d310302010000e807017f020000d5f6af2e",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;127 0 0",
            },
            new string[]
            {
                "text 1 to 4 bytes a character",
                "d701000764726f6e652d310302010000e807017f0c000461c3a9e282acf09f9a81eaba4b00",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;127 0 4 61c3a9e282acf09f9a81",
            },
            new string[]
            {
                "text 200 bytes",
                "d701000764726f6e652d310302010000e807017fca01000730313233343536373839303132333435363738393031323334353637" +
                    "38393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839" +
                    "30313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031" +
                    "32333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233" +
                    "34353637383930313233343536373839f2866de8",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;127 0 7 303132333435363738393031323334353637383930313233343536373" +
                    "83930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393" +
                    "03132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313" +
                    "23334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333" +
                    "4353637383930313233343536373839",
            },
            new string[]
            {
                "text severity past 7 is kept as it is",
                "d701000764726f6e652d310302010000e807017f0500ff6f6464136749bb",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;127 0 255 6f6464",
            },
            new string[] { "no field at all", "d7010001610000000000000101020000012e24d4", "ok", "a 0 0 0 unsynced unsigned;1 0" },
            new string[]
            {
                "kinds interleaved fields come and go values fall",
                "d701010764726f6e652d31030201007ffbf69aabab330801060003c8018f0302030a010a01030a011303070005b0ea01a0010105" +
                    "e601030a647f0901056265747765656e0206f0a204051302030301040183753427",
                "ok",
                "drone-1 66051 127 1763980000123 synced unsigned;1 0 0=100 1=-200;2 10 0=5;1 10 0=90;3 0 0=15000 2=80;1 2" +
                    "30 0=95 1=-150;127 1 5 6265747765656e;2 70000 0=-5 2=1;3 1 2=79",
            },
            new string[]
            {
                "differences wrap at 64 bits",
                "d701000764726f6e652d310302010000e807050916000cffffffffffffffffff01feffffffffffffffff010904010c0102091601" +
                    "0cfdffffffffffffffff01ffffffffffffffffff010916010cffffffffffffffffff01ffffffffffffffffff0109030104012aad" +
                    "50aa",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;9 0 2=-9223372036854775808 3=9223372036854775807;9 1 2=9223372036" +
                    "854775807 3=-9223372036854775808;9 1 2=0 3=0;9 1 2=-9223372036854775808 3=-9223372036854775808;9 1 2=922" +
                    "3372036854775807",
            },
            new string[]
            {
                "longest head",
                "d70101204142434445464748494a4b4c4d4e4f502e7172737475767778797a5f302d3839ffffffffffffffff0fffffffffffffff" +
                    "ff7f010203000102565a7c32",
                "ok",
                "ABCDEFGHIJKLMNOP.qrstuvwxyz_0-89 4294967295 4294967295 9223372036854775807 synced unsigned;2 0 0=1",
            },
            new string[]
            {
                "last sequence number is the last possible",
                "d701000764726f6e652d3103020100feffffff0fe8070202030001020203000100d0a688ba",
                "ok",
                "drone-1 66051 4294967294 1000 unsynced unsigned;2 0 0=1;2 0 0=1",
            },
            new string[]
            {
                "longest dt",
                "d701000764726f6e652d310302010000e8070202030001020207ffffffff0f0102db485dbd",
                "ok",
                "drone-1 66051 0 1000 unsynced unsigned;2 0 0=1;2 4294967295 0=2",
            },
            MostRecords(),
            new string[]
            {
                "signed clock not known",
                "d701020764726f6e652d310302010000e8070203050001f0f6017f0814067369676e65646cf3ca2f54f42249ae26ba3388fccb63" +
                    "52474b65",
                "ok",
                "drone-1 66051 0 1000 unsynced signed;3 0 0=15800;127 20 6 7369676e6564",
            },
            new string[]
            {
                "signed clock known",
                "d701030764726f6e652d3103020100808001fbf69aabab3302011c00ff07adda9fd102acbcc68e0be89007c413a4136f8ea60306" +
                    "1caa0102053204a0990277df3009867e6adf8f2f6a8839fff0481dee6f0f",
                "ok",
                "drone-1 66051 16384 1763980000123 synced signed;1 0 0=-353629847 1=1491652374 2=58420 3=1250 4=1234 5=-5" +
                    "6 6=27015 7=3 8=14 9=85;2 50 2=18000",
            },
            new string[]
            {
                "unknown kind between known ones",
                "d701000764726f6e652d310302010000e8070302030001640b0d05ffffffffffffffffffffffff02030501018d003237",
                "ok-read",
                "drone-1 66051 0 1000 unsynced unsigned;2 0 0=50;11 5;2 5 0=49",
            },
            new string[]
            {
                "unknown kinds 0 126 128 255",
                "d701000764726f6e652d310302010000e80704000200807e0101800102ff010391b61517",
                "ok-read",
                "drone-1 66051 0 1000 unsynced unsigned;0 0;126 1;128 2;255 3",
            },
            new string[]
            {
                "unknown fields are stepped over",
                "d701000764726f6e652d310302010000e8070202120089808080080effffffffffffffffff0109020301010210faaaac",
                "ok-read",
                "drone-1 66051 0 1000 unsynced unsigned;2 0 0=7;2 1 0=8;unknown-fields 2",
            },
            new string[]
            {
                "dt in the first record counts on from the base time",
                "d701000764726f6e652d310302010000e807010204fa01010e2e310ec7",
                "ok-read",
                "drone-1 66051 0 1000 unsynced unsigned;2 250 0=7",
            },
            new string[] { "no bytes", "", "short", "" },
            new string[] { "15 bytes", "d701000764726f6e652d3103020100", "short", "" },
            new string[] { "magic", "d801000764726f6e652d310302010000e80701020300010eb432dd80", "magic", "" },
            new string[] { "version 0", "d700000764726f6e652d310302010000e80701020300010ea9d3bbf8", "version", "" },
            new string[] { "version 2", "d702000764726f6e652d310302010000e80701020300010e40002d15", "version", "" },
            new string[] { "crc of other bytes", "d701000764726f6e652d310302010000e80701020300010e7d39c8e3", "crc", "" },
            new string[] { "cut off by a byte", "d701000764726f6e652d310302010000e80701020300010e7d39c8", "crc", "" },
            new string[] { "flag bit 2", "d701040764726f6e652d310302010000e80701020300010e7daa693f", "flags", "" },
            new string[] { "flag bit 7", "d701800764726f6e652d310302010000e80701020300010eb278252c", "flags", "" },
            new string[]
            {
                "signed with another key",
                "d701020764726f6e652d310302010000e80701020300010e82cf2262a1ea116ad98b3f571d2c502fd8d57e02",
                "signature",
                "",
            },
            new string[]
            {
                "signature with a bit changed",
                "d701020764726f6e652d310302010000e80701020300010eab0abdfa85785687908b1c0c01086c4bb8fa274b",
                "signature",
                "",
            },
            new string[] { "too short for the signature it says it has", "d701020161616161616161619d5e575b", "signature", "" },
            new string[] { "id of no characters", "d70100000302010000e80701020300010ea035e9ef", "id", "" },
            new string[]
            {
                "id of 33 characters",
                "d70100216161616161616161616161616161616161616161616161616161616161616161610302010000e80701020300010e3a7d" +
                    "f8dc",
                "id",
                "",
            },
            new string[] { "id with a space", "d701000764726f6e6520310302010000e80701020300010e714bc69f", "id", "" },
            new string[] { "id with a byte past ASCII", "d70100066472c3b66e650302010000e80701020300010ee9161663", "id", "" },
            new string[] { "id past the end", "d70100206161616161616161401828ca", "id", "" },
            new string[] { "boot id past the end", "d70100066161616161616161615ca4e2dc", "id", "" },
            new string[] { "count 0", "d701000764726f6e652d310302010000e80700ec50f3f5", "count", "" },
            new string[] { "count 256", "d701000764726f6e652d310302010000e8078002020300010ed216839c", "count", "" },
            new string[]
            {
                "sequence numbers past 32 bits",
                "d701000764726f6e652d3103020100ffffffff0fe80702020300010e020300010e4dfda0c5",
                "count",
                "",
            },
            new string[]
            {
                "first sequence overlong",
                "d701000764726f6e652d31030201008000e80701020300010e3fadbd6a",
                "varint",
                "",
            },
            new string[]
            {
                "first sequence of 33 bits",
                "d701000764726f6e652d3103020100ffffffff1fe80701020300010e065aac53",
                "varint",
                "",
            },
            new string[] { "base time overlong", "d701000764726f6e652d310302010000e8870001020300010e540b3ac1", "varint", "" },
            new string[]
            {
                "base time of 64 bits",
                "d701000764726f6e652d3103020100008080808080808080800101020300010e22d51562",
                "varint",
                "",
            },
            new string[]
            {
                "base time of 65 bits",
                "d701000764726f6e652d310302010000ffffffffffffffffff0301020300010e864e81b1",
                "varint",
                "",
            },
            new string[]
            {
                "base time of 11 groups",
                "d701000764726f6e652d310302010000ffffffffffffffffffff0001020300010e68ed7810",
                "varint",
                "",
            },
            new string[] { "count overlong", "d701000764726f6e652d310302010000e8078100020300010e6dbc3c77", "varint", "" },
            new string[] { "head cut inside the base time", "d701000764726f6e652d310302010000ffffc9351b45", "varint", "" },
            new string[] { "head ends before the count", "d701000764726f6e652d31030201000005f6d76b96", "varint", "" },
            new string[] { "record length overlong", "d701000764726f6e652d310302010000e8070102830000010e58c1d12c", "varint", "" },
            new string[] { "record length cut off", "d701000764726f6e652d310302010000e8070102808d813506", "varint", "" },
            new string[] { "dt overlong", "d701000764726f6e652d310302010000e8070102048000010ee11b4ec2", "varint", "" },
            new string[] { "dt of 33 bits", "d701000764726f6e652d310302010000e807010207ffffffff10010e6fe80334", "varint", "" },
            new string[] { "no dt", "d701000764726f6e652d310302010000e807010200ad028deb", "varint", "" },
            new string[] { "no dt in an unknown kind", "d701000764726f6e652d310302010000e8070163004b586b97", "varint", "" },
            new string[] { "no mask", "d701000764726f6e652d310302010000e807010201009b8c9563", "varint", "" },
            new string[] { "mask of 33 bits", "d701000764726f6e652d310302010000e80701020600ffffffff1f79910103", "varint", "" },
            new string[] { "value overlong", "d701000764726f6e652d310302010000e80701020400018e006e6e7675", "varint", "" },
            new string[]
            {
                "value of 65 bits",
                "d701000764726f6e652d310302010000e80701020c0001ffffffffffffffffff026f642e1a",
                "varint",
                "",
            },
            new string[]
            {
                "value cut by the end of its record",
                "d701000764726f6e652d310302010000e807020203000180020300010eb568a1b0",
                "varint",
                "",
            },
            new string[]
            {
                "fewer values than the mask says",
                "d701000764726f6e652d310302010000e80701020300030eff5bfe51",
                "varint",
                "",
            },
            new string[] { "unknown field overlong", "d701000764726f6e652d310302010000e807010204000880006f7824e4", "varint", "" },
            new string[]
            {
                "time past 63 bits",
                "d701000764726f6e652d310302010000ffffffffffffffff7f02020300010e020301010e5d2903a1",
                "varint",
                "",
            },
            new string[] { "record past the end", "d701000764726f6e652d310302010000e80701020400010ec4011ffe", "length", "" },
            new string[]
            {
                "unknown kind past the end",
                "d701000764726f6e652d310302010000e8070163ffffffff0f0087c39f54",
                "length",
                "",
            },
            new string[]
            {
                "fewer records than the count says",
                "d701000764726f6e652d310302010000e80702020300010ed34b5ce5",
                "length",
                "",
            },
            new string[]
            {
                "more bytes in a record than its fields",
                "d701000764726f6e652d310302010000e80701020400010e0025f6f54e",
                "length",
                "",
            },
            new string[] { "text without severity", "d701000764726f6e652d310302010000e807017f01009877bc3f", "length", "" },
            new string[]
            {
                "text cut inside a character",
                "d701000764726f6e652d310302010000e807017f040006e28253a07b0d",
                "text",
                "",
            },
            new string[] { "text with a surrogate", "d701000764726f6e652d310302010000e807017f050006eda080fbc567aa", "text", "" },
            new string[]
            {
                "text with an overlong character",
                "d701000764726f6e652d310302010000e807017f040006c0af06ba16ef",
                "text",
                "",
            },
            new string[]
            {
                "text of 201 bytes",
                "d701000764726f6e652d310302010000e807017fcb01000678787878787878787878787878787878787878787878787878787878" +
                    "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878" +
                    "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878" +
                    "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878" +
                    "7878787878787878787878787878787878e6ea5ea5",
                "text",
                "",
            },
            new string[]
            {
                "a byte after the last record",
                "d701000764726f6e652d310302010000e80701020300010e00352ad5fc",
                "trailing",
                "",
            },
            new string[]
            {
                "a record more than the count says",
                "d701000764726f6e652d310302010000e80701020300010e020300010e1c7bf90d",
                "trailing",
                "",
            },
            new string[]
            {
                "a byte between the last record and the signature",
                "d701020764726f6e652d310302010000e80701020300010e00570a9479607bb8bd1771e9e7098ac56b69e7bc9d",
                "trailing",
                "",
            },
            new string[]
            {
                "magic before version and crc",
                "0009000764726f6e652d310302010000e80701020300010ecf3d6746",
                "magic",
                "",
            },
            new string[] { "version before crc", "d709000764726f6e652d310302010000e80701020300010e5a7a7163", "version", "" },
            new string[] { "crc before flags", "d701fc0764726f6e652d310302010000e80701020300010ef636e122", "crc", "" },
            new string[]
            {
                "flags before signature",
                "d7010a0764726f6e652d310302010000e80701020300010ea38a3080de6b30f33eaf4bab9d2f238b1c5c130f",
                "flags",
                "",
            },
            new string[]
            {
                "signature before id",
                "d70102000302010000e80701020300010ee18f7dabdfa3253bb4d17aa8c6f73f6b38fa4682",
                "signature",
                "",
            },
            new string[] { "id before count", "d7010001200302010000e80700020300010ea0aa72dc", "id", "" },
            new string[] { "count before varint", "d701000764726f6e652d310302010000e80780020280268de5f0", "count", "" },
            new string[]
            {
                "varint in a later record before length",
                "d701000764726f6e652d310302010000e80702020400010e000203000180bd51b35a",
                "varint",
                "",
            },
            new string[]
            {
                "length in a later record before text",
                "d701000764726f6e652d310302010000e807027f030006ff020400010e00d963cafe",
                "length",
                "",
            },
            new string[] { "text before trailing", "d701000764726f6e652d310302010000e807017f030006ff0053f28143", "text", "" },
        };

        // Written by its rule: in full it would fill a tenth of what the virtual device has for the strings of an assembly.
        private static string[] MostRecords()
        {
            StringBuilder bytes = new StringBuilder("d701000764726f6e652d3103020100ac02e807ff010305000180fa01");
            StringBuilder meaning = new StringBuilder("drone-1 66051 300 1000 unsynced unsigned;3 0 0=16000");
            for (int i = 1; i < 255; i++)
            {
                bytes.Append("0303040101");
                meaning.Append(";3 4 0=");
                meaning.Append((16000 - i).ToString());
            }

            bytes.Append("63148633");
            return new string[] { "255 records", bytes.ToString(), "ok", meaning.ToString() };
        }
    }
}
