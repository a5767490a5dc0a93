using System;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Decides at the start which payload runs, and holds what is known of it. A start is counted on flash before anything is loaded, so that
    /// one that ends in a crash counts. Nothing is returned that was not read whole and hashed in this very boot.
    /// </summary>
    public sealed class OtaBoot
    {
        /// <summary>Starts that a new payload has: a power cut must not spend the only one.</summary>
        public const int MaxTrialStarts = 3;

        /// <summary>Starts in a row after which a confirmed payload is given up, when none of them lasted.</summary>
        public const int MaxFailedStarts = 5;

        private readonly OtaOptions _options;
        private readonly byte[] _sha256 = new byte[Sha256.HashBytes];
        private readonly OtaSlot _a;
        private readonly OtaSlot _b;
        private bool _isCounted;
        private bool _isMemoryShort;

        /// <summary>Creates it; <see cref="Start"/> reads the flash.</summary>
        /// <param name="store">Where the slots and the state are. Borrowed.</param>
        /// <param name="options">The device. Borrowed.</param>
        /// <exception cref="ArgumentException">An option is missing or out of its range.</exception>
        public OtaBoot(ISegmentStore store, OtaOptions options)
        {
            options.Check();
            _options = options;
            State = new OtaState(store);
            byte[] page = new byte[OtaSlot.BlockBytes];
            _a = new OtaSlot(store, OtaSlotId.A, page);
            _b = new OtaSlot(store, OtaSlotId.B, page);
        }

        /// <summary>What is remembered.</summary>
        public OtaState State { get; }

        /// <summary>The payload of this boot, see <see cref="OtaSlotId"/>.</summary>
        public int Running { get; private set; }

        /// <summary>Its build.</summary>
        public int RunningBuild { get; private set; }

        /// <summary>Its version, packed.</summary>
        public int RunningVersion { get; private set; }

        /// <summary>Whether it has yet to prove itself.</summary>
        public bool IsTrial => Running != OtaSlotId.BuiltIn && Running == State.Trial;

        /// <summary>Whether another payload is to run than the one of this boot. Loaded assemblies cannot be unloaded: it takes a restart.</summary>
        public bool NeedsRestart { get; internal set; }

        /// <summary>Decides which payload runs, and counts its start. Call it once, before anything of a payload is loaded.</summary>
        /// <returns>The image to load; null for the built-in payload.</returns>
        public byte[] Start()
        {
            State.Load();
            DropSuperseded(OtaSlotId.A);
            DropSuperseded(OtaSlotId.B);
            byte[] image = StartTrial();
            if (image == null)
            {
                image = StartActive();
            }

            if (State.IsDirty)
            {
                State.TrySave();
            }

            OtaSlotRecord record = State.Slot(Running);
            RunningBuild = image == null ? _options.BuiltInBuild : record.Build;
            RunningVersion = image == null ? _options.BuiltInVersion : record.Version;
            return image;
        }

        /// <summary>
        /// Notes that the image could not be loaded, or its payload not be created. A trial is given up at once; a confirmed payload has more
        /// starts. When <see cref="NeedsRestart"/> is true afterwards, restart: an assembly that failed to resolve stays in the way of every other.
        /// When it is false, the start could not be counted, and a restart would end up here again: run the built-in payload.
        /// </summary>
        public void LoadFailed()
        {
            if (Running == OtaSlotId.BuiltIn)
            {
                return;
            }

            if (IsTrial)
            {
                EndTrial(EventCode.OtaRolledBack, OtaRollbackReason.LoadFailed);
                NeedsRestart = true;
            }
            else
            {
                State.LoadFailed = true;
                NeedsRestart = _isCounted;
            }

            State.TrySave();
            RunBuiltIn();
        }

        /// <summary>Notes that this start of a confirmed payload has lasted, or ends in order: also to be called before a restart on purpose.</summary>
        public void MarkStable()
        {
            if (Running != OtaSlotId.BuiltIn && Running == State.Active && State.FailedStarts > 0)
            {
                State.FailedStarts = 0;
                State.LoadFailed = false;
                State.TrySave();
            }
        }

        /// <summary>Notes that the payload on trial has proved itself: it is the active one from here on.</summary>
        public void Confirm()
        {
            if (!IsTrial)
            {
                return;
            }

            OtaSlotRecord record = State.Slot(Running);
            record.IsConfirmed = true;
            State.Active = Running;
            State.Trial = OtaSlotId.BuiltIn;
            State.FailedStarts = 0;
            State.LoadFailed = false;
            State.HighestBuild = record.Build;
            State.EndOffer();
            State.AddReport(EventCode.OtaApplied, record.Version, record.Build);
            State.TrySave();
        }

        /// <summary>Gives up the payload on trial. It goes on until the restart that <see cref="NeedsRestart"/> then asks for.</summary>
        /// <param name="reason">See <see cref="OtaRollbackReason"/>.</param>
        public void RollBack(int reason)
        {
            if (IsTrial)
            {
                EndTrial(EventCode.OtaRolledBack, reason);
                State.TrySave();
                NeedsRestart = true;
            }
        }

        /// <summary>Returns the files of a slot.</summary>
        internal OtaSlot Files(int slot)
        {
            return slot == OtaSlotId.A ? _a : _b;
        }

        // A built-in payload that is no older came by cable, and with it perhaps libraries that the slot's payload does not know.
        private void DropSuperseded(int slot)
        {
            OtaSlotRecord record = State.Slot(slot);
            if (record.Build == 0 || record.Build > _options.BuiltInBuild)
            {
                return;
            }

            if (State.Trial == slot)
            {
                EndTrial(EventCode.OtaRejected, OtaRefusal.Downgrade);
            }
            else if (State.Active == slot)
            {
                FallBack();
            }
            else if (State.Download == slot)
            {
                State.Download = OtaSlotId.BuiltIn;
                State.EndOffer();
                State.AddReport(EventCode.OtaRejected, OtaRefusal.Downgrade, record.Build);
            }

            record.Clear();
        }

        private byte[] StartTrial()
        {
            if (State.Trial == OtaSlotId.BuiltIn)
            {
                return null;
            }

            if (State.TrialStarts >= MaxTrialStarts)
            {
                EndTrial(EventCode.OtaRolledBack, OtaRollbackReason.Crashed);
                return null;
            }

            State.TrialStarts++;
            if (!State.TrySave())
            {
                // Starts that are not counted could go on for ever.
                EndTrial(EventCode.OtaRejected, OtaRefusal.Storage);
                return null;
            }

            byte[] image = ReadImage(State.Trial);
            if (image == null)
            {
                EndTrial(EventCode.OtaRolledBack, _isMemoryShort ? OtaRollbackReason.LoadFailed : OtaRollbackReason.Unreadable);
                return null;
            }

            Running = State.Trial;
            return image;
        }

        private byte[] StartActive()
        {
            while (State.Active != OtaSlotId.BuiltIn)
            {
                if (State.FailedStarts >= MaxFailedStarts)
                {
                    GiveUpActive(State.LoadFailed ? OtaRollbackReason.LoadFailed : OtaRollbackReason.Crashed);
                    continue;
                }

                // A flash that refuses is no reason to fly without what was proved.
                State.FailedStarts++;
                _isCounted = State.TrySave();
                byte[] image = ReadImage(State.Active);
                if (image != null)
                {
                    Running = State.Active;
                    return image;
                }

                if (_isMemoryShort)
                {
                    State.LoadFailed = true;
                    return null;
                }

                GiveUpActive(OtaRollbackReason.Unreadable);
            }

            return null;
        }

        private byte[] ReadImage(int slot)
        {
            _isMemoryShort = false;
            OtaSlotRecord record = State.Slot(slot);
            record.CopySha256(_sha256);
            try
            {
                byte[] image = new byte[record.Size];
                return Files(slot).TryRead(image, _sha256) ? image : null;
            }
            catch (OutOfMemoryException)
            {
                // The image is whole for all that is known: it counts as a start that failed.
                _isMemoryShort = true;
                return null;
            }
        }

        private void GiveUpActive(int reason)
        {
            OtaSlotRecord record = State.Slot(State.Active);
            State.AddReport(EventCode.OtaRolledBack, reason, record.Build);
            FallBack();
            record.Clear();
        }

        // To the other slot if it was confirmed once. One that is being filled is not: its record was emptied before.
        private void FallBack()
        {
            int other = OtaSlotId.Other(State.Active);
            State.Active = State.Slot(other).IsConfirmed && State.Slot(other).Build > _options.BuiltInBuild ? other : OtaSlotId.BuiltIn;
            State.FailedStarts = 0;
            State.LoadFailed = false;
        }

        private void EndTrial(int code, int value)
        {
            OtaSlotRecord record = State.Slot(State.Trial);
            State.AddReport(code, value, record.Build);
            State.EndOffer();
            State.Trial = OtaSlotId.BuiltIn;
            record.Clear();
        }

        private void RunBuiltIn()
        {
            Running = OtaSlotId.BuiltIn;
            RunningBuild = _options.BuiltInBuild;
            RunningVersion = _options.BuiltInVersion;
        }
    }
}
