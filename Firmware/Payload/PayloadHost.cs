using System;
using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Payload
{
    /// <summary>
    /// Runs a payload so that nothing it does stops what is under it: a step that throws is counted, and the uplink goes on. Owns the payload.
    /// </summary>
    public sealed class PayloadHost : IDisposable
    {
        /// <summary>Steps in a row that may throw; more, and only a fresh start can help.</summary>
        public const int MaxFailuresInARow = 100;

        private readonly IPayload _payload;
        private readonly Recorder _recorder;
        private int _failures;

        /// <summary>Puts the payload together.</summary>
        /// <param name="source">Where it comes from.</param>
        /// <param name="image">The assembly to load it from, which is kept; null for the one that is built in.</param>
        /// <param name="context">What it is offered.</param>
        public PayloadHost(IPayloadSource source, byte[] image, PayloadContext context)
        {
            _recorder = context.Recorder;
            try
            {
                _payload = source.Create(image, context);
            }
            catch (Exception e)
            {
                Fault = e.Message;
            }
        }

        /// <summary>What went wrong last, at its start or since; null while nothing has.</summary>
        public string Fault { get; private set; }

        /// <summary>Whether its last step failed, or it failed for good.</summary>
        public bool HasFailed => _failures > 0;

        /// <summary>Whether there is one, and it failed for good.</summary>
        public bool HasDied => _payload != null && !IsRunning;

        /// <summary>Whether there is one, and its steps do not fail all the time.</summary>
        public bool IsRunning => _payload != null && _failures <= MaxFailuresInARow;

        /// <summary>Its version; <c>none</c> when there is no payload.</summary>
        public string Version => _payload == null ? "none" : _payload.Version;

        /// <summary>Its build; 0 when there is no payload.</summary>
        public int Build => _payload == null ? 0 : _payload.Build;

        /// <summary>What it knows of the drone's motors; what it knew last when it does not run any more.</summary>
        public FlightState Flight => _payload == null ? FlightState.Unknown : _payload.Flight;

        /// <summary>
        /// Whether a restart now costs nobody a flight. One that does not run cannot say: then it is so, unless the drone was armed when it was heard of last.
        /// </summary>
        public bool MayRestart => IsRunning ? _payload.MayRestart : Flight != FlightState.Armed;

        /// <summary>Carries out commands; null while nothing runs that does.</summary>
        public IPayloadCommands Commands => IsRunning ? _payload.Commands : null;

        /// <summary>Whether the last step added a record.</summary>
        public bool HasRecorded { get; private set; }

        /// <summary>Checks settings as it reads them at a start.</summary>
        /// <param name="settings">The whole. Borrowed for the call.</param>
        /// <param name="errors">Takes a text for every wrong value; one where nothing runs that could tell.</param>
        public void CheckSettings(Hashtable settings, ArrayList errors)
        {
            if (!IsRunning)
            {
                errors.Add("no payload runs that could check it");
                return;
            }

            try
            {
                _payload.CheckSettings(settings, errors);
            }
            catch (Exception e)
            {
                errors.Add("it cannot be checked: " + e.Message);
            }
        }

        /// <summary>Begins.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Start(long nowMs)
        {
            if (_payload == null)
            {
                return;
            }

            try
            {
                _payload.Start(nowMs);
            }
            catch (Exception e)
            {
                // One that cannot begin is not stepped.
                _failures = MaxFailuresInARow + 1;
                Fault = e.Message;
            }
        }

        /// <summary>Lets it do what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            HasRecorded = false;
            if (!IsRunning)
            {
                return;
            }

            uint records = _recorder == null ? 0 : _recorder.NextSequence;
            try
            {
                _payload.Step(nowMs);
                _failures = 0;
            }
            catch (Exception e)
            {
                _failures++;
                Fault = e.Message;
            }

            HasRecorded = _recorder != null && _recorder.NextSequence != records;
        }

        /// <summary>Hands it a beacon that came over MQTT.</summary>
        /// <param name="topic">Its topic.</param>
        /// <param name="payload">Its bytes.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void TakeBeacon(string topic, byte[] payload, long nowMs)
        {
            if (!IsRunning)
            {
                return;
            }

            try
            {
                _payload.TakeBeacon(topic, payload, nowMs);
            }
            catch (Exception e)
            {
                // A beacon is not worth a payload: it does not count as a failed step.
                Fault = e.Message;
            }
        }

        /// <summary>Returns the time of a GPS, once for each that came.</summary>
        /// <param name="utcMs">ms since 1970-01-01 UTC.</param>
        public bool TryTakeUtc(out long utcMs)
        {
            utcMs = 0;
            if (!IsRunning)
            {
                return false;
            }

            try
            {
                return _payload.TryTakeUtc(out utcMs);
            }
            catch (Exception e)
            {
                // Records are worth more than their time: it does not count as a failed step.
                Fault = e.Message;
                return false;
            }
        }

        /// <summary>Closes its parts, the transmitter first.</summary>
        public void Dispose()
        {
            if (_payload != null)
            {
                _payload.Dispose();
            }
        }
    }
}
