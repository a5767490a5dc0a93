using DroneLink.Deploy.Stack;

namespace DroneLink.Deploy.Tests.Stack;

public sealed class StackSettingsTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("prod")]
    [InlineData("twelve-chars")]
    public void Stage_OfAllowedCharacters_IsTaken(string stage) => new StackSettings { Stage = stage }.Check();

    [Theory]
    [InlineData("")]
    [InlineData("Prod")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("thirteen-char")]
    public void Stage_OfOthers_IsRefused(string stage) => Refused(new StackSettings { Stage = stage }, "--stage");

    [Fact]
    public void Prefix_FitsAnOpenSearchDomain() => Assert.InRange(new StackSettings { Stage = new string('a', 12) }.Prefix.Length, 3, 28);

    [Theory]
    [InlineData(0)]
    [InlineData(3651)]
    public void RetentionDays_OutsideRange_IsRefused(int days) => Refused(new StackSettings { RetentionDays = days }, "--retention-days");

    [Theory]
    [InlineData(23)]
    [InlineData(169)]
    public void StreamHours_OutsideRange_IsRefused(int hours) => Refused(new StackSettings { StreamHours = hours }, "--stream-hours");

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void SearchNodes_OutsideRange_IsRefused(int nodes) => Refused(new StackSettings { SearchNodes = nodes }, "--search-nodes");

    [Theory]
    [InlineData(9)]
    [InlineData(101)]
    public void SearchGib_OutsideRange_IsRefused(int gib) => Refused(new StackSettings { SearchGib = gib }, "--search-gib");

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void ApiRate_OutsideRange_IsRefused(int rate) => Refused(new StackSettings { ApiRate = rate }, "--api-rate");

    [Fact]
    public void AlarmEmail_WithoutAt_IsRefused() => Refused(new StackSettings { AlarmEmail = "nobody" }, "--alarm-email");

    [Theory]
    [InlineData("arn:aws:iam::x:role/operators")]
    [InlineData("*")]
    [InlineData("people/")]
    public void SearchOperator_ThatIsNoName_IsRefused(string role) => Refused(new StackSettings { SearchOperator = role }, "--search-operator");

    [Fact]
    public void SearchInstance_OfAnotherService_IsRefused() => Refused(new StackSettings { SearchInstance = "t3.small" }, "--search-instance");

    private static void Refused(StackSettings settings, string option) =>
        Assert.Contains(option, Assert.Throws<UserErrorException>(settings.Check).Message, StringComparison.Ordinal);
}
