using System.Buffers.Binary;
using DroneLink.Drivers.Bmp280;
using DroneLink.Host.Models;

namespace DroneLink.Host.Twins;

/// <summary>Sets a <see cref="Bmp280Model"/> to an air by the counts that it would read, with the trimming values of the data sheet's example.</summary>
/// <param name="model">The model.</param>
internal sealed class Bmp280Air(Bmp280Model model)
{
    private static readonly int[] Trimming = [27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000];

    private readonly Bmp280Calibration _calibration = Load();

    /// <summary>Sets it.</summary>
    public void Set(double celsius, double pascal)
    {
        model.RawTemperature = Solve(raw => _calibration.SetTemperature(raw), celsius * 100);
        _calibration.SetTemperature(model.RawTemperature);
        model.RawPressure = Solve(raw => -_calibration.GetPressure256(raw), -pascal * 256);
    }

    private static Bmp280Calibration Load()
    {
        var bytes = new byte[Bmp280Calibration.PressureBytes];
        for (var index = 0; index < Trimming.Length; index++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * index), (ushort)Trimming[index]);
        }

        var calibration = new Bmp280Calibration();
        calibration.TryLoad(bytes);
        return calibration;
    }

    // The count at which a function that rises with it gets to a value.
    private static int Solve(Func<int, double> function, double value)
    {
        int low = 0x10000, high = 0xF0000;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (function(middle) < value)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }
}
