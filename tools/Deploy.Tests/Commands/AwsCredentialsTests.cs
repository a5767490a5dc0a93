namespace DroneLink.Deploy.Tests.Commands;

public sealed class AwsCredentialsTests
{
    [Fact]
    public void Nothing_IsExplained() => Assert.Contains("aws configure", WhyNot(), StringComparison.Ordinal);

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    public void Variable_IsEnough(string name) => Assert.Null(WhyNot(variable: name));

    [Fact]
    public void EmptyVariable_IsNone() => Assert.NotNull(WhyNot(variable: "AWS_PROFILE", value: ""));

    [Theory]
    [InlineData("credentials")]
    [InlineData("config")]
    public void FileInTheHomeFolder_IsEnough(string name) => Assert.Null(WhyNot(file: Path.Combine("home", ".aws", name)));

    [Fact]
    public void FileElsewhere_IsFoundByItsVariable() => Assert.Null(WhyNot(variable: "AWS_CONFIG_FILE", value: "elsewhere", file: "elsewhere"));

    [Fact]
    public void MachineOfAmazons_HasARole() => Assert.Null(WhyNot(machine: "Amazon EC2"));

    private static string? WhyNot(string variable = "", string value = "x", string file = "", string? machine = null) =>
        AwsCredentials.WhyNot(name => name == variable ? value : null, path => path == file, "home", machine);
}
