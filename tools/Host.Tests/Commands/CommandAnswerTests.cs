using System.Text;
using System.Text.Json;
using DroneLink.Firmware.Commands;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

public class CommandAnswerTests
{
    [Fact]
    public void Answer_IsAsTheCloudReadsIt()
    {
        Assert.Equal("""{"id":"a1","status":"done"}""", Answer(CommandState.Done, null));
        Assert.Equal("""{"id":"a1","status":"refused","message":"in flight"}""", Answer(CommandState.Refused, "in flight"));
    }

    [Fact]
    public void Message_IsEscaped_AndCut_AndAsciiAlone()
    {
        using var json = JsonDocument.Parse(Answer(CommandState.Failed, "a\"b\\c\nd\u00e9" + new string('\\', 300)));
        Assert.Equal("a\"b\\c d?" + new string('\\', CommandLog.MaxMessage - 8), json.RootElement.GetProperty("message").GetString());
    }

    private static string Answer(CommandState state, string message)
    {
        var log = new CommandLog(new CuttableFlash());
        log.Put(3, new Command("a1", "scan", 1, []), state, message);
        var answer = new CommandAnswer();
        log.WriteAnswer(3, answer);
        return Encoding.ASCII.GetString(answer.Buffer, 0, answer.Count);
    }
}
