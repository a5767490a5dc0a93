using System.Text;
using DroneLink.Firmware.Commands;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

public class CommandReaderTests
{
    [Fact]
    public void Message_IsRead_WhateverElseIsInIt()
    {
        var command = Read("""xx{"later":true,"id":"a-1","command":"setPower","expires":1795521630,"parameters":{"powerMw":200,"name":"b"}}""", 2);
        Assert.Equal("a-1", command.Id);
        Assert.Equal("setPower", command.Name);
        Assert.Equal(1795521630u, command.Expires);
        Assert.True(command.Has("powerMw"));
        Assert.Equal(200, command.Number("powerMw", 200, 200));
        Assert.Equal(Command.Absent, command.Number("powerMw", 201, 300));
        Assert.Equal(Command.Absent, command.Number("name", 0, 300));
        Assert.Equal(Command.Absent, command.Number("none", 0, 300));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"command":"scan","expires":1}""")]
    [InlineData("""{"id":"","command":"scan","expires":1}""")]
    [InlineData("""{"id":"a b","command":"scan","expires":1}""")]
    [InlineData("""{"id":7,"command":"scan","expires":1}""")]
    [InlineData("""{"id":"a23456789012345678901234567890123","command":"scan","expires":1}""")]
    [InlineData("""{"id":"a","command":"scan"}""")]
    [InlineData("""{"id":"a","command":"scan","expires":"1"}""")]
    [InlineData("""{"id":"a","command":"scan","expires":0}""")]
    [InlineData("""{"id":"a","command":"scan","expires":-1}""")]
    [InlineData("""{"id":"a","command":"scan","expires":4294967296}""")]
    [InlineData("""{"id":"a","command":"scan","expires":1,"parameters":{"x":[1]}}""")]
    [InlineData("""{"id":"a","id":"b","command":"scan","expires":1}""")]
    [InlineData("""{"id":"a","command":"é","expires":1}""")]
    public void WhatNobodyCouldBeAnsweredFor_IsNone(string message) => Assert.Null(Read(message));

    [Theory]
    [InlineData("""{"id":"a","expires":1}""")]
    [InlineData("""{"id":"a","command":7,"expires":1}""")]
    [InlineData("""{"id":"a","command":"scan","expires":1,"parameters":7}""")]
    [InlineData("""{"id":"a","command":"scan","expires":1,"parameters":[]}""")]
    public void WhatCannotBeUnderstood_HasNoName_AndCanBeAnswered(string message) => Assert.Equal("", Read(message).Name);

    [Fact]
    public void BracesInATextAreNoDepth() => Assert.Equal("s", Read("""{"id":"a","command":"s","expires":1,"parameters":{"x":"{[{[\"{["}}""").Name);

    [Fact]
    public void ALongMessage_IsNone()
    {
        var head = """{"id":"a","command":"s","expires":1,"parameters":{"x":" """;
        Assert.NotNull(Read(head.PadRight(1024 - 3) + "\"}}"));
        Assert.Null(Read(head.PadRight(1025 - 3) + "\"}}"));
    }

    private static Command Read(string message, int offset = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        return CommandReader.Read(bytes, offset, bytes.Length - offset);
    }
}
