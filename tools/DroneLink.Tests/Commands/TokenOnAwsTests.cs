using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Storage;
using DroneLink.Emulators;

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

        var add = await RunAsync(Table, "add", "pilot", "--scopes", "command", "--fleet", "north");

        Assert.Equal(0, add.ExitCode);
        Assert.True(ApiTokenText.TryHash(add.Output.Trim(), out var hash));
        var tokens = new DynamoApiTokens(new DynamoTable(client, Table, TimeProvider.System));
        Assert.Equal(("pilot", "north"), await tokens.FindAsync(hash, Token) is { } token ? (token.Name, token.FleetId) : default);
        Assert.StartsWith("pilot scopes=command fleet=north expires=", (await RunAsync(Table, "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(Table, "revoke", "pilot")).ExitCode);
        Assert.Null(await tokens.FindAsync(hash, Token));
    }

    [Fact]
    public async Task Table_ThatIsNotThere_IsToldInPlainWords()
    {
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");

        var run = await RunAsync("missing", "list");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("DRONELINK_TABLE", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(string table, params string[] args) => CommandRun.OfProcessAsync(
        new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynalite.Address.ToString(),
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_REGION"] = "eu-central-1",
            ["DRONELINK_TABLE"] = table,
        },
        ["token", .. args, "--cloud", "aws"]);
}
