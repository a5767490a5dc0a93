using System;
using System.Threading;
using DroneLink.Firmware.Supervision;
using nanoFramework.Runtime.Native;

namespace DroneLink.Firmware.Board
{
    /// <summary>
    /// The threads of a board: one steps the device, the calling one watches it and the uplink behind it, restarts what stalls and, failing
    /// that, the board.
    /// </summary>
    public sealed class DeviceRunner
    {
        private const int StepMs = 10;

        // An aborted thread must be gone before another steps the device; one that hangs in native code may never be.
        private const int AbortMs = 2000;

        // A step that throws again and again has found something that only a fresh start can clear.
        private const int MaxFailuresInARow = 100;

        private readonly Device _device;
        private readonly EspLinkBoard _board;
        private readonly Supervisor _supervisor;
        private Thread _loop;
        private long _turnedMs;
        private bool _restartUplink;
        private int _failures;

        /// <summary>Creates a runner.</summary>
        /// <param name="device">What it steps. Owned: it is closed before a restart, which by itself leaves a GPIO as it is.</param>
        /// <param name="board">Whose thread it may have to replace. Borrowed.</param>
        /// <param name="supervisor">Decides what is stalled. Borrowed.</param>
        public DeviceRunner(Device device, EspLinkBoard board, Supervisor supervisor)
        {
            _device = device;
            _board = board;
            _supervisor = supervisor;
        }

        /// <summary>Runs the device; returns only into a restart of the board.</summary>
        public void Run()
        {
            _device.Start(Environment.TickCount64);
            StartLoop();
            SupervisorAction action;
            do
            {
                Thread.Sleep(Supervisor.PeriodMs);
                action = _supervisor.Step(_turnedMs, _device.Uplink.LastProgressMs, Environment.TickCount64);
                if (action == SupervisorAction.RestartWorker)
                {
                    RestartWorker();
                }
            }
            while (action != SupervisorAction.RestartDevice && _failures < MaxFailuresInARow && !_device.WantsRestart);

            bool isOrdered = _device.WantsRestart;
            Console.WriteLine(isOrdered ? "device: restarting" : "supervisor: restarting the device");
            try
            {
                StopLoop();
                _device.Shutdown(isOrdered ? ResetReason.Ordered : ResetReason.Stalled, isOrdered ? 0 : _supervisor.Worker);
            }
            catch (Exception)
            {
                // What brought it here may well stop this too; what is not on flash then is the commit window.
            }

            Close(_device);
            Power.RebootDevice();
        }

        /// <summary>Closes a device's parts, the transmitter's switch first.</summary>
        /// <param name="device">It; null for none.</param>
        public static void Close(Device device)
        {
            try
            {
                if (device != null)
                {
                    device.Dispose();
                }
            }
            catch (Exception e)
            {
                Console.WriteLine("restart: " + e.Message);
            }
        }

        private void StartLoop()
        {
            _loop = new Thread(Loop);
            _loop.Start();
        }

        private void StopLoop()
        {
            _loop.Abort();
            _loop.Join(AbortMs);
        }

        private void RestartWorker()
        {
            Console.WriteLine("supervisor: restarting worker " + _supervisor.Worker.ToString());
            if (_supervisor.Worker == Supervisor.DeviceLoop)
            {
                StopLoop();
                StartLoop();
                return;
            }

            _board.RestartThread();
            _restartUplink = true;
        }

        private void Loop()
        {
            while (true)
            {
                try
                {
                    long now = Environment.TickCount64;
                    if (_restartUplink)
                    {
                        _restartUplink = false;
                        _device.Uplink.Restart(now);
                    }

                    _device.Step(now);
                    _failures = 0;
                }
                catch (Exception e)
                {
                    _failures++;
                    Console.WriteLine("device: " + e.Message);
                }

                _turnedMs = Environment.TickCount64;
                Thread.Sleep(StepMs);
            }
        }
    }
}
