using System.Device.Gpio;
using Xunit;

namespace DroneLink.Host.Tests.PushButtons;

public sealed class PushButtonTests
{
    private readonly GpioController _gpio = new();
    private readonly Drivers.PushButton.PushButton _button;

    public PushButtonTests() => _button = new Drivers.PushButton.PushButton(_gpio.OpenPin(4));

    [Fact]
    public void OpenPin_IsPulledUp_AndNotPressed()
    {
        Assert.Equal(PinMode.InputPullUp, _gpio.GetLine(4).Mode);
        Assert.Equal(0, Sum(0, 1000));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(3500)]
    public void Press_IsTold_WhenItIsLetGo_WithItsLength(int heldMs)
    {
        Sum(0, 100);
        Press(true);
        Assert.Equal(0, Sum(100, 100 + heldMs));
        Press(false);
        Assert.InRange(Sum(100 + heldMs, 200 + heldMs), heldMs - 20, heldMs + 20);
    }

    [Fact]
    public void Bouncing_IsOnePress()
    {
        Sum(0, 100);
        var presses = 0;
        for (var now = 100; now < 1000; now += 5)
        {
            Press(now is >= 100 and < 500 && (now is >= 120 and < 480 || now / 5 % 2 == 0));
            presses += _button.Poll(now) > 0 ? 1 : 0;
        }

        Assert.Equal(1, presses);
    }

    [Fact]
    public void Spike_IsNoPress()
    {
        Sum(0, 100);
        Press(true);
        _button.Poll(100);
        _button.Poll(110);
        Press(false);
        Assert.Equal(0, Sum(120, 500));
    }

    /// <summary>A read makes an object on a board: however often it is polled, the pin is read 50 times a second.</summary>
    [Fact]
    public void Pin_IsReadEvery20Ms()
    {
        Sum(0, 100);
        for (var now = 100; now < 400; now++)
        {
            Press((now - 100) % 20 == 0); // down only while it is looked at
            Assert.Equal(0, _button.Poll(now));
        }

        Press(false);
        Assert.InRange(Sum(400, 600), 280, 320);
    }

    [Fact]
    public void LoopThatStoodStill_IsNotMadeUpFor()
    {
        Sum(0, 100);
        Press(true);
        _button.Poll(5000);
        _button.Poll(5001);
        _button.Poll(5019);
        Press(false);
        Assert.Equal(0, Sum(5020, 5500));
    }

    private void Press(bool isDown) => _gpio.GetLine(4).External = isDown ? false : null;

    private int Sum(int fromMs, int untilMs)
    {
        var sum = 0;
        for (var now = fromMs; now < untilMs; now += 10)
        {
            sum += _button.Poll(now);
        }

        return sum;
    }
}
