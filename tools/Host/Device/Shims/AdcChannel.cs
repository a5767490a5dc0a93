namespace System.Device.Adc;

/// <summary>An input of an <see cref="AdcController"/>.</summary>
public class AdcChannel : IDisposable
{
    private readonly int _number;
    private bool _disposed;

    internal AdcChannel(AdcController controller, int number)
    {
        Controller = controller;
        _number = number;
    }

    /// <summary>Its controller.</summary>
    public AdcController Controller { get; }

    /// <summary>Reads its count.</summary>
    public int ReadValue()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Controller.Read(_number);
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        _disposed = true;
        GC.SuppressFinalize(this);
    }
}
