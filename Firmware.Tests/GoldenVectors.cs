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
        /// writer writes just so, as all here are. Those that only a reader meets are CloudSdk.Tests/Wire/GoldenRefusals.cs: an assembly of the
        /// virtual device has no room for their texts.
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
