using System.Text;
using DroneLink.Firmware.Commands;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

public class DeviceLogTests
{
    private readonly DeviceLog _log = new();

    [Fact]
    public void LastLines_AreThere_NewestFirst()
    {
        Assert.Null(Line(0));
        for (var i = 0; i < 40; i++) _log.Add($"line {i}");
        Assert.Equal(DeviceLog.Capacity, _log.Count);
        Assert.Equal("line 39", Line(0));
        Assert.Equal("line 8", Line(31));
        Assert.Null(Line(32));
        Assert.Null(Line(-1));
    }

    [Fact]
    public void LineThatIsLongOrNotAscii_IsMadeToFit()
    {
        _log.Add("grün\n" + new string('x', 200));
        Assert.Equal("gr?n?" + new string('x', 95), Line(0));
    }

    private string Line(int back)
    {
        var buffer = new byte[DeviceLog.MaxLength];
        var count = _log.Copy(back, buffer);
        return count < 0 ? null : Encoding.ASCII.GetString(buffer, 0, count);
    }
}
