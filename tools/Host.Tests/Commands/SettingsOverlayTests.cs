using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

public class SettingsOverlayTests
{
    private const string File = """
        {"deviceId":"kite","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","mqtt":{"host":"none"},"part":{"a":1,"inner":{"b":2}}}
        """;

    private readonly CuttableFlash _flash = new();
    private readonly Hashtable _file = ConfigurationReader.Parse(File, []);

    [Fact]
    public void Values_AreLaidOverTheFile_WhichStaysAsItIs()
    {
        Assert.Null(New().TryChange(Of(("part.a", 7), ("part.inner.b", "x\"\\y"), ("part.c", true), ("recorder.systemMs", 5000)), Accept));
        Assert.Null(New().TryChange(Of(("part.a", 8)), Accept));
        var settings = Settings();
        var part = (Hashtable)settings["part"]!;
        Assert.Equal(8, part["a"]);
        Assert.Equal(true, part["c"]);
        Assert.Equal("x\"\\y", ((Hashtable)part["inner"]!)["b"]);
        Assert.Equal(5000, ((Hashtable)settings["recorder"]!)["systemMs"]);
        Assert.Equal(1, ((Hashtable)_file["part"]!)["a"]);
        Assert.False(_file.ContainsKey("recorder"));
    }

    [Theory]
    [InlineData(-47.0647123)]
    [InlineData(0.0000001)]
    [InlineData(179.9999999)]
    [InlineData(-0.5)]
    public void Angle_IsKeptToItsSeventhDecimal(double value)
    {
        Assert.Null(New().TryChange(Of(("place.latitude", value)), Accept));
        Assert.Equal(value, (double)((Hashtable)Settings()["place"]!)["latitude"]!, 8);
    }

    [Fact]
    public void WhatIsTooMuch_IsRefused_AndChangesNothing()
    {
        New().TryChange(Of(("part.a", 7)), Accept);
        Assert.Matches("^the settings that were changed have 3\\d\\d\\d bytes; expected at most 2048", New().TryChange(Of(("part.b", new string('x', 3000))), Accept));
        Assert.Equal(7, ((Hashtable)Settings()["part"]!)["a"]);
    }

    [Fact]
    public void WrongWhole_IsRefused_WithTheFirstThingThatIsWrong()
    {
        var overlay = New();
        Assert.Equal("one", overlay.TryChange(Of(("part.a", 7)), (_, errors) =>
        {
            errors.Add("one");
            errors.Add("two");
        }));
        Assert.Empty(_flash.List());
    }

    [Fact]
    public void Reset_TakesEverythingBack()
    {
        New().TryChange(Of(("part.a", 7)), Accept);
        Assert.Null(New().TryReset());
        Assert.Same(_file, Settings());
    }

    [Fact]
    public void CutInAnyWrite_LeavesTheOldOrTheNewOnes()
    {
        for (var step = 0; step < 4 * 4; step++)
        {
            var flash = new CuttableFlash { CutAt = 1 + (step / 4), Kind = (CutKind)(step % 4) };
            var tried = 0;
            try
            {
                while (true) new SettingsOverlay(flash, _file).TryChange(Of(("part.a", 100 + ++tried)), Accept);
            }
            catch (PowerCutException)
            {
                flash.PowerUp();
                var found = Settings(flash);
                var value = (int)((Hashtable)found["part"]!)["a"]!;
                var before = tried == 1 ? 1 : 100 + tried - 1;
                Assert.True(value == before || value == 100 + tried, $"cut {step}: {value} after {tried}");
            }
        }
    }

    private static Hashtable Of(params (string Name, object Value)[] settings)
    {
        var table = new Hashtable();
        foreach (var (name, value) in settings) table[name] = value;
        return table;
    }

    private static void Accept(Hashtable settings, ArrayList errors) => Assert.True(settings.ContainsKey("deviceId"));

    private SettingsOverlay New() => new(_flash, _file);

    private Hashtable Settings(CuttableFlash flash = null)
    {
        var errors = new ArrayList();
        var configuration = ConfigurationReader.Read(_file, errors);
        new SettingsOverlay(flash ?? _flash, _file).Apply(configuration, new ScriptedBoard(), out var settings);
        return settings;
    }
}
