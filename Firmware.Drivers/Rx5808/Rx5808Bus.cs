using System;
using System.Device.Gpio;

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// The three-wire bus of an RX5808, bit by bit on three pins: nanoFramework's SPI has elements of 8 and 16 bits, and a frame here has
    /// 25. Data is taken over on the rising clock, a frame on the rising select; no speed is too slow. Owns the pins and disposes them.
    /// Not thread safe.
    /// </summary>
    public sealed class Rx5808Bus : IDisposable
    {
        private readonly GpioPin _data;
        private readonly GpioPin _select;
        private readonly GpioPin _clock;
        private bool _isIdle;

        /// <summary>Creates a bus; the pins are driven from the first transfer on.</summary>
        /// <param name="data">CH1 of the module. Owned.</param>
        /// <param name="select">CH2. Owned.</param>
        /// <param name="clock">CH3. Owned.</param>
        public Rx5808Bus(GpioPin data, GpioPin select, GpioPin clock)
        {
            _data = data ?? throw new ArgumentNullException(nameof(data));
            _select = select ?? throw new ArgumentNullException(nameof(select));
            _clock = clock ?? throw new ArgumentNullException(nameof(clock));
        }

        /// <summary>Writes a register: 25 bits.</summary>
        /// <param name="address">0..15.</param>
        /// <param name="data">20 bits.</param>
        /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
        public void Write(int address, int data)
        {
            int frame = Rx5808Register.Frame(address, data);
            Begin();
            Send(frame, Rx5808Register.FrameBits);
            _clock.Write(PinValue.Low);
            _select.Write(PinValue.High);
        }

        /// <summary>Reads a register: 5 bits out, then 20 in, with a pull-up on the data line.</summary>
        /// <param name="address">0..15.</param>
        /// <returns>20 bits; all ones when nobody drives the line.</returns>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public int Read(int address)
        {
            int head = Rx5808Register.ReadHead(address);
            Begin();
            Send(head, Rx5808Register.HeadBits);

            // The line is let go while the clock is still high: the chip takes it at the falling edge.
            _data.SetPinMode(PinMode.InputPullUp);
            int data = 0;
            for (int bit = 0; bit < Rx5808Register.DataBits; bit++)
            {
                _clock.Write(PinValue.Low);
                if ((bool)_data.Read())
                {
                    data |= 1 << bit;
                }

                _clock.Write(PinValue.High);
            }

            _clock.Write(PinValue.Low);
            _select.Write(PinValue.High);
            _data.SetPinMode(PinMode.Output);
            return data;
        }

        /// <summary>Disposes the pins, which become inputs.</summary>
        public void Dispose()
        {
            _data.Dispose();
            _select.Dispose();
            _clock.Dispose();
        }

        private void Begin()
        {
            if (!_isIdle)
            {
                // Select first goes low with its mode, and then high: a frame without bits, which the chip has nothing to do for.
                _clock.SetPinMode(PinMode.Output);
                _data.SetPinMode(PinMode.Output);
                _select.SetPinMode(PinMode.Output);
                _select.Write(PinValue.High);
                _isIdle = true;
            }

            _select.Write(PinValue.Low);
        }

        private void Send(int bits, int count)
        {
            for (int bit = 0; bit < count; bit++)
            {
                _clock.Write(PinValue.Low);
                _data.Write(((bits >> bit) & 1) == 1 ? PinValue.High : PinValue.Low);
                _clock.Write(PinValue.High);
            }
        }
    }
}
