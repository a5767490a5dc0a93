using System.Device.Gpio;
using DroneLink.Drivers.LoadSwitch;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.LoadSwitch;

public class SupplySwitchTests
{
    private const int Pin = 26;
    private const int ReadBackPin = 35;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Construction_NeverSwitchesOn(bool isActiveLow)
    {
        var controller = new GpioController();
        var model = new LoadSwitchModel(controller, Pin, isActiveLow);
        using var supply = new SupplySwitch(controller, Pin, new SupplySwitchOptions { IsActiveLow = isActiveLow });

        Assert.False(model.IsOn);
        Assert.Equal(0, model.TimesOn);
        Assert.False(supply.IsOn);
        Assert.Equal(isActiveLow ? PinMode.InputPullUp : PinMode.Output, controller.GetLine(Pin).Mode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Set_Switches_OnceForEachOrder(bool isActiveLow)
    {
        var controller = new GpioController();
        var model = new LoadSwitchModel(controller, Pin, isActiveLow);
        var supply = new SupplySwitch(controller, Pin, new SupplySwitchOptions { IsActiveLow = isActiveLow });

        supply.Set(false);
        Assert.Equal((false, 0), (model.IsOn, model.TimesOn));
        for (var round = 1; round <= 3; round++)
        {
            supply.Set(true);
            supply.Set(true);
            Assert.Equal((true, round), (model.IsOn, model.TimesOn));
            Assert.True(supply.IsOn);
            supply.Set(false);
            Assert.Equal((false, round), (model.IsOn, model.TimesOn));
            Assert.False(supply.IsOn);
        }

        supply.Set(true);
        supply.Dispose();
        Assert.Equal((false, 4), (model.IsOn, model.TimesOn));
        Assert.False(supply.IsOn);
        Assert.False(controller.IsPinOpen(Pin));
    }

    [Fact]
    public void WithoutReadBack_EverythingIsConfirmed()
    {
        using var supply = new SupplySwitch(new GpioController(), Pin, new SupplySwitchOptions());

        Assert.Equal((false, true), (supply.HasReadBack, supply.IsConfirmed));
        supply.Set(true);
        Assert.True(supply.IsConfirmed);
    }

    [Fact]
    public void ReadBack_TellsASwitchThatSticks()
    {
        var controller = new GpioController();
        var model = new LoadSwitchModel(controller, Pin, false) { ReadBack = controller.GetLine(ReadBackPin) };
        using var supply = new SupplySwitch(controller, Pin, new SupplySwitchOptions { ReadBackPin = ReadBackPin });
        Assert.Equal((true, true), (supply.HasReadBack, supply.IsConfirmed));
        Assert.Equal(PinMode.Input, controller.GetLine(ReadBackPin).Mode);
        supply.Set(true);
        Assert.True(supply.IsConfirmed);

        model.IsStuck = true;
        supply.Set(false);
        Assert.False(supply.IsConfirmed);
        model.IsStuck = false;
        Assert.True(supply.IsConfirmed);
        supply.Dispose();
        Assert.False(controller.IsPinOpen(ReadBackPin));
    }

    [Fact]
    public void PinThatCannotBeAnOutput_IsRefused_AndLetGo()
    {
        var controller = new GpioController();

        Assert.Throws<ArgumentException>(() => new SupplySwitch(controller, 34, new SupplySwitchOptions()));
        Assert.Throws<ArgumentException>(() => new SupplySwitch(controller, 34, new SupplySwitchOptions { IsActiveLow = true }));
        Assert.False(controller.IsPinOpen(34));
        Assert.Throws<InvalidOperationException>(() => new SupplySwitch(controller, Pin, new SupplySwitchOptions { ReadBackPin = Pin }));
        Assert.False(controller.IsPinOpen(Pin));
    }
}
