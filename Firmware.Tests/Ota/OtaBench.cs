using System.Collections;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Tests.Ota
{
    /// <summary>A device whose flash outlives its boots, and a cloud that has one offer and answers in the next step.</summary>
    public sealed class OtaBench : IOtaTransport
    {
        /// <summary>Seconds since 1970 when it starts.</summary>
        public const long Utc = 1795521700;

        private readonly Hashtable _images = new Hashtable();
        private bool _isManifestWanted;
        private int _wantedBuild;
        private int _wantedOffset;
        private int _wantedCount;

        /// <summary>Creates a device that runs its built-in payload of build 3, version 0.1.0.</summary>
        public OtaBench(ISegmentStore store)
        {
            Store = store;
            Options = MakeOptions();
        }

        /// <summary>The flash.</summary>
        public ISegmentStore Store { get; }

        /// <summary>The device.</summary>
        public OtaOptions Options { get; }

        /// <summary>The boot.</summary>
        public OtaBoot Boot { get; private set; }

        /// <summary>The updater of the boot.</summary>
        public OtaUpdater Updater { get; private set; }

        /// <summary>What was started; null for the built-in payload.</summary>
        public byte[] Image { get; private set; }

        /// <summary>ms since boot.</summary>
        public long NowMs { get; private set; }

        /// <summary>Build that the cloud offers; 0 for none.</summary>
        public int OfferedBuild { get; set; }

        /// <summary>Serial of the last manifest; the next has more.</summary>
        public uint Serial { get; set; } = 1795521000;

        /// <summary>The image that manifests speak of, where it is another than what is sent.</summary>
        public byte[] AnnouncedImage { get; set; }

        /// <summary>Bytes that the cloud sends at the most.</summary>
        public int ChunkBytes { get; set; } = OtaMessages.MqttBlockBytes;

        /// <summary>Whether there is a connection.</summary>
        public bool IsOnline { get; set; } = true;

        /// <summary>Whether the drone is not armed.</summary>
        public bool IsSafe { get; set; } = true;

        /// <summary>Whether the clock is known.</summary>
        public bool IsClockKnown { get; set; } = true;

        /// <summary>Free heap; negative for unknown.</summary>
        public long FreeHeap { get; set; } = -1;

        /// <summary>Whether the cloud answers.</summary>
        public bool IsAnswered { get; set; } = true;

        /// <summary>Whether reports are made durable at once.</summary>
        public bool IsDurable { get; set; } = true;

        /// <summary>Events, each as <c>code/value/value2</c>; over all boots.</summary>
        public ArrayList Events { get; } = new ArrayList();

        /// <summary>Requests for a manifest.</summary>
        public int ManifestRequests { get; private set; }

        /// <summary>Requests for a part of an image.</summary>
        public int BlockRequests { get; private set; }

        /// <summary>Where the last of them started.</summary>
        public int LastOffset { get; private set; }

        /// <summary>Returns the options of the bench.</summary>
        public static OtaOptions MakeOptions()
        {
            OtaOptions options = new OtaOptions();
            options.DeviceId = "kite";
            options.Key = new byte[32];
            options.Key[5] = 9;
            options.Role = "drone";
            options.BuiltInBuild = 3;
            options.BuiltInVersion = 0x000100;
            options.SlotBlocks = 4;
            options.Libraries.Add("mscorlib", "1.17");
            options.Libraries.Add("DroneLink.Firmware", "0.1");
            return options;
        }

        /// <summary>Returns an image that differs by its build.</summary>
        public static byte[] MakeImage(int build, int size)
        {
            byte[] image = new byte[size];
            uint x = (uint)build * 2654435761u;
            for (int i = 0; i < size; i++)
            {
                x = (x * 1664525u) + 1013904223u;
                image[i] = i < 6 ? (byte)"NFMRK1"[i] : (byte)(x >> 24);
            }

            return image;
        }

        /// <summary>Gives the cloud an image of this size, offers it, and nudges the device.</summary>
        /// <returns>The image.</returns>
        public byte[] Offer(int build, int size)
        {
            byte[] image = MakeImage(build, size);
            Offer(build, image);
            return image;
        }

        /// <summary>Gives the cloud an image, offers it, and nudges the device.</summary>
        public void Offer(int build, byte[] image)
        {
            _images[build] = image;
            OfferedBuild = build;
            if (Updater != null)
            {
                Updater.TakeNudge();
            }
        }

        /// <summary>Returns a new manifest of what is offered.</summary>
        public byte[] MakeManifest()
        {
            Serial += 10;
            byte[] image = AnnouncedImage != null ? AnnouncedImage : (byte[])_images[OfferedBuild];
            return OtaOffer.Of(OfferedBuild, Serial, image).Sign(Options.Key);
        }

        /// <summary>Starts the device anew.</summary>
        public void Start()
        {
            NowMs = 0;
            _isManifestWanted = false;
            _wantedCount = 0;
            Boot = new OtaBoot(Store, Options);
            Image = Boot.Start();
            Updater = new OtaUpdater(Boot, Options, this, Record, 7);
        }

        /// <summary>Lets time pass.</summary>
        public void Step(int ms)
        {
            NowMs += ms;
            if (IsAnswered)
            {
                Answer();
            }

            Updater.Step(NowMs, IsOnline, IsSafe, IsClockKnown ? Utc + (NowMs / 1000) : 0, FreeHeap);
            if (IsDurable && Updater.AwaitsDurability)
            {
                Updater.NoteReported();
            }
        }

        /// <summary>Lets time pass in steps of a quarter of a second.</summary>
        public void Run(int ms)
        {
            for (int at = 0; at < ms; at += 250)
            {
                Step(250);
            }
        }

        /// <summary>Steps until the updater is in a phase.</summary>
        /// <returns>False when it does not come to it.</returns>
        public bool RunTo(OtaPhase phase)
        {
            for (int i = 0; i < 2000 && Updater.Phase != phase; i++)
            {
                Step(500);
            }

            return Updater.Phase == phase;
        }

        /// <summary>Downloads what is offered, and starts into it.</summary>
        public void RunToTrial()
        {
            RunTo(OtaPhase.Armed);
            Start();
        }

        /// <summary>Lets the payload on trial prove itself.</summary>
        public void Prove()
        {
            Updater.NoteReachedCloud();
            Step(1);
            Step(30000);
            Step(1);
        }

        /// <summary>Returns how often an event was recorded.</summary>
        public int Count(string text)
        {
            int count = 0;
            for (int i = 0; i < Events.Count; i++)
            {
                count += (string)Events[i] == text ? 1 : 0;
            }

            return count;
        }

        /// <inheritdoc/>
        public bool RequestManifest(int build, int version)
        {
            ManifestRequests++;
            _isManifestWanted = true;
            return true;
        }

        /// <inheritdoc/>
        public bool RequestBlock(int build, int offset, int count)
        {
            BlockRequests++;
            LastOffset = offset;
            _wantedBuild = build;
            _wantedOffset = offset;
            _wantedCount = count < ChunkBytes ? count : ChunkBytes;
            return true;
        }

        private void Record(int code, int severity, long value, long value2, long nowMs)
        {
            Events.Add(code.ToString() + "/" + value.ToString() + "/" + value2.ToString());
        }

        private void Answer()
        {
            if (_isManifestWanted)
            {
                _isManifestWanted = false;
                if (OfferedBuild == 0)
                {
                    Updater.TakeNone();
                }
                else
                {
                    byte[] manifest = MakeManifest();
                    Updater.TakeManifest(manifest, 0, manifest.Length);
                }
            }

            if (_wantedCount > 0)
            {
                int count = _wantedCount;
                _wantedCount = 0;
                Updater.TakeBlock((uint)_wantedBuild, (uint)_wantedOffset, (byte[])_images[_wantedBuild], _wantedOffset, count);
            }
        }
    }
}
