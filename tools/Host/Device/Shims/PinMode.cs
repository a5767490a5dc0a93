namespace System.Device.Gpio;

/// <summary>nanoFramework's pin modes.</summary>
public enum PinMode
{
    /// <summary>Input.</summary>
    Input = 0,

    /// <summary>Input with a resistor to ground.</summary>
    InputPullDown = 1,

    /// <summary>Input with a resistor to the supply.</summary>
    InputPullUp = 2,

    /// <summary>Output that drives both levels.</summary>
    Output = 3,
}
