using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware
{
    /// <summary>Updates over the air as a part of a device: its identity, its uplink, its heap and its ring, handed to what decides.</summary>
    internal sealed class DeviceUpdates
    {
        private const int ReportRetryMs = 1000;
        private const int HeapPeriodMs = 10000;

        private readonly OtaCarriage _carriage;
        private readonly ISystemProbe _probe;
        private readonly Recorder _recorder;
        private readonly FlashRing _ring;
        private readonly int _imageBytes;
        private long _freeHeap = -1;
        private long _heapDueMs;
        private long _reportRetryMs;

        /// <summary>Decides which payload runs, and counts its start.</summary>
        /// <param name="configuration">The device.</param>
        /// <param name="hardware">What it runs on. Borrowed.</param>
        /// <param name="payloads">Tells of the built-in payload. Borrowed.</param>
        /// <param name="uplink">Carries requests. Borrowed.</param>
        /// <param name="topics">The device's topics.</param>
        /// <param name="recorder">Takes events. Borrowed.</param>
        /// <param name="ring">Makes them durable. Borrowed.</param>
        /// <param name="bootId">This boot.</param>
        /// <param name="image">The image to load; null for the built-in payload.</param>
        public DeviceUpdates(
            DeviceConfiguration configuration,
            DeviceHardware hardware,
            IPayloadSource payloads,
            CloudUplink uplink,
            MqttTopics topics,
            Recorder recorder,
            FlashRing ring,
            uint bootId,
            out byte[] image)
        {
            _probe = hardware.Probe;
            _recorder = recorder;
            _ring = ring;
            OtaOptions options = configuration.Ota;
            options.DeviceId = configuration.Uplink.DeviceId;
            options.Key = configuration.Uplink.Key;
            options.Role = configuration.Role;
            options.Runtime = payloads.Runtime;
            options.BuiltInBuild = payloads.BuiltInBuild;
            options.BuiltInVersion = payloads.BuiltInVersion;
            options.Libraries = payloads.Libraries;
            Boot = new OtaBoot(hardware.Store, options);
            image = Boot.Start();
            _imageBytes = image == null ? 0 : image.Length;
            if (configuration.Uplink.UseHttps)
            {
                uplink.Fetch = new HttpsFetch(OtaMessages.HttpsBlockBytes);
            }

            _carriage = new OtaCarriage(uplink, topics, options);
            byte[] id = System.Text.Encoding.UTF8.GetBytes(options.DeviceId);
            Updater = new OtaUpdater(Boot, options, _carriage, recorder.RecordEvent, Crc32.Compute(id, 0, id.Length) ^ bootId);
        }

        /// <summary>Holds what is known of the payload that runs.</summary>
        public OtaBoot Boot { get; }

        /// <summary>Keeps it up to date.</summary>
        public OtaUpdater Updater { get; }

        /// <summary>Does what is due. Call it after each step of the payload and of the uplink.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="utcSeconds">Seconds since 1970; 0 while the clock is unknown.</param>
        /// <param name="payload">What runs. Borrowed for the call.</param>
        /// <param name="hasReachedCloud">Whether the cloud has heard of it.</param>
        public void Step(long nowMs, long utcSeconds, PayloadHost payload, bool hasReachedCloud)
        {
            if (hasReachedCloud)
            {
                Updater.NoteReachedCloud();
            }

            if (payload.HasFailed)
            {
                Updater.NoteFailure();
            }

            _carriage.Step(Updater);
            if (nowMs >= _heapDueMs)
            {
                // To ask may mean to collect garbage. What the image of this boot takes is free again when the next one is loaded.
                _heapDueMs = nowMs + HeapPeriodMs;
                long free = _probe.GetFreeHeapBytes();
                _freeHeap = free < 0 ? free : free + _imageBytes;
            }

            Updater.Step(nowMs, _carriage.IsOnline, payload.MayRestart, utcSeconds, _freeHeap);
            if (Updater.AwaitsDurability && nowMs >= _reportRetryMs)
            {
                MakeDurable(nowMs);
            }
        }

        private void MakeDurable(long nowMs)
        {
            _recorder.Seal();
            if (_ring.Commit())
            {
                Updater.NoteReported();
            }
            else
            {
                _reportRetryMs = nowMs + ReportRetryMs;
            }
        }
    }
}
