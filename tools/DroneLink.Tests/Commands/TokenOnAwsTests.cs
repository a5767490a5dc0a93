using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Ota;
using DroneLink.Emulators;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Tests.Commands;

/// <summary>The command as a process of its own, since its cloud is what the environment names.</summary>
public sealed class TokenOnAwsTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private const string Table = "flights";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_AreKeptInTheTable()
    {
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");
        using var client = dynalite.Connect();
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = Table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
                KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            },
            Token);
        await Eventually.IsTrueAsync(
            async () => (await client.DescribeTableAsync(Table, Token)).Table.TableStatus == TableStatus.ACTIVE, "the table is there");

        var environment = Environment("DRONELINK_TABLE", Table);
        var add = await RunAsync(environment, "add", "pilot", "--scopes", "command", "--fleet", "north");

        Assert.Equal(0, add.ExitCode);
        Assert.True(ApiTokenText.TryHash(add.Output.Trim(), out var hash));
        var tokens = new DynamoApiTokens(new DynamoTable(client, Table, TimeProvider.System));
        Assert.Equal(("pilot", "north"), await tokens.FindAsync(hash, Token) is { } token ? (token.Name, token.FleetId) : default);
        Assert.StartsWith("pilot scopes=command fleet=north expires=", (await RunAsync(environment, "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(environment, "revoke", "pilot")).ExitCode);
        Assert.Null(await tokens.FindAsync(hash, Token));
    }

    [Theory]
    [InlineData("DRONELINK_TABLE", "missing", "There is no DynamoDB table 'missing'")]
    [InlineData("AWS_REGION", "", "There is no region. Set AWS_REGION")]
    [InlineData("AWS_ACCESS_KEY_ID", "", "There are no credentials. Set AWS_PROFILE")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("DRONELINK_RETENTION_DAYS", "ever", "DRONELINK_RETENTION_DAYS")]
    public async Task Aws_ThatCannotBeUsed_IsSaidInPlainWords(string variable, string value, string expected)
    {
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");

        foreach (var command in (string[][])[["token", "list"], ["refused"], ["ota", "status"]])
        {
            var run = await CommandRun.OfProcessAsync(Environment(variable, value), [.. command, "--cloud", "aws"]);

            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("AWS cannot be used: ", line, StringComparison.Ordinal);
            Assert.Contains(expected, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Releases_AreRolledOutInTheTable()
    {
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");
        using var folder = new TestFolder();
        using var client = dynalite.Connect();
        var table = new DynamoTable(client, "updates", TimeProvider.System);
        await table.CreateIfMissingAsync(Token);
        await new DynamoDeviceRegistry(table).AddAsync(DeviceProvisioner.NewDevice("kite", "north", "drone", null), cancellationToken: Token);
        var file = TestImage.Release(7);
        await File.WriteAllBytesAsync(folder.At("a.release"), file.Write(), Token);
        var environment = Environment("DRONELINK_TABLE", "updates");

        Assert.Equal(0, (await OtaAsync("publish", folder.At("a.release"))).ExitCode);
        var rollout = await OtaAsync("rollout", "7", "--percent", "100");

        Assert.Contains("1 of 1 devices are in, at 100 %: 1 waiting", rollout.Output, StringComparison.Ordinal);
        Assert.Equal("kite    -        waiting  -         -", (await OtaAsync("status", "7")).OutputLines[^1]);
        var release = (await new DynamoReleaseStore(table).FindAsync(7, Token))!;
        Assert.Equal(file.Image.ToArray(), (await new DynamoReleaseStore(table).ReadAsync(release, 0, release.Size, Token)).ToArray());
        Assert.Contains("There is no release 8", (await OtaAsync("pause", "8")).Error, StringComparison.Ordinal);

        Task<CommandRun> OtaAsync(params string[] args) => CommandRun.OfProcessAsync(environment, ["ota", .. args, "--cloud", "aws"]);
    }

    private static Task<CommandRun> RunAsync(Dictionary<string, string> environment, params string[] args) =>
        CommandRun.OfProcessAsync(environment, ["token", .. args, "--cloud", "aws"]);

    // Without whatever login there is where the tests run.
    private Dictionary<string, string> Environment(string variable, string value) => new()
    {
        ["AWS_ENDPOINT_URL_DYNAMODB"] = dynalite.Address.ToString(),
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_DEFAULT_REGION"] = "",
        ["AWS_PROFILE"] = "",
        ["AWS_CONFIG_FILE"] = "/nonexistent",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        [variable] = value,
    };
}
