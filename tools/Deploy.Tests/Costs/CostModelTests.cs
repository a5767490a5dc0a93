using DroneLink.Deploy.Costs;
using DroneLink.Deploy.Tests.Stack;

namespace DroneLink.Deploy.Tests.Costs;

public sealed class CostModelTests
{
    private static readonly PriceList Prices = PriceList.Default;

    [Fact]
    public void IotMessages_AreOneAFrame()
    {
        // 100 pairs x 1.4 frames/s x 2 h x 3600 s x 365/12 days = 30.66 million, at 1.00 a million.
        var line = Line(new CostAssumptions(), "iot.messagesMillion");

        Assert.Equal(30.66, line.Quantity, 3);
        Assert.Equal(30.66m, line.Usd, 2);
    }

    [Fact]
    public void KinesisIn_IsBilledInWholeKilobytes()
    {
        // 30.66 million records of 103 bytes count as 1024 bytes each: 29.24 GB, at 0.08.
        var line = Line(new CostAssumptions(), "kinesis.inGb");

        Assert.Equal(29.24, line.Quantity, 2);
        Assert.Equal(2.34m, line.Usd, 2);
    }

    [Fact]
    public void LongerFrames_AreFewerMessages()
    {
        var given = new CostAssumptions { FramesPerSecond = 0.2 };

        // 723 bytes are still one unit of either service.
        Assert.Equal(30.66 / 7, Line(given, "iot.messagesMillion").Quantity, 3);
        Assert.Equal(29.24 / 7, Line(given, "kinesis.inGb").Quantity, 2);
        Assert.Equal(Line(new CostAssumptions(), "dynamodb.storageGbMonth").Quantity, Line(given, "dynamodb.storageGbMonth").Quantity);
    }

    [Fact]
    public void FramesAboveAKilobyte_CountTwice()
    {
        var given = new CostAssumptions { FramesPerSecond = 0.1 };

        Assert.Equal(2 * 29.24 / 14, Line(given, "kinesis.inGb").Quantity, 2);
    }

    [Fact]
    public void Writes_GoWithFramesAndALittleWithRecords()
    {
        // 1.4 frames/s are 30.66 million a month x 1.98, 4.93 records/s are 107.967 million x 0.051.
        Assert.Equal(66.213, Line(new CostAssumptions(), "dynamodb.writesMillion").Quantity, 3);
    }

    [Fact]
    public void Search_TakesAsManyNodesAsItsDiskNeeds()
    {
        // 107.967 million records a month x 90 / (365/12) months x 243 bytes are 72.3 GiB; twelve times that are 867.6.
        Assert.Equal((730, 72.298), (Line(new CostAssumptions(), "search.t3SmallHour").Quantity, Math.Round(Line(new CostAssumptions(), "search.gp3GbMonth").Quantity, 3)));
        Assert.Equal(9 * 730, Line(new CostAssumptions { HoursPerDay = 24 }, "search.t3SmallHour").Quantity);
        Assert.Equal(20, Line(new CostAssumptions { Drones = 0 }, "search.gp3GbMonth").Quantity);
    }

    [Fact]
    public void Invocations_AreAtMostEightASecond()
    {
        // 8/s x 219,000 s, and 100,000 requests with their authorizers.
        Assert.Equal(1.952, Line(new CostAssumptions(), "lambda.requestsMillion").Quantity, 3);

        // One pair sends 1.4 frames a second, and no more batches than that.
        Assert.Equal(0.5066, Line(new CostAssumptions { Drones = 1 }, "lambda.requestsMillion").Quantity, 4);
    }

    [Fact]
    public void OverHttps_PaysForPostsAndNotForIot()
    {
        var lines = new CostModel(Prices, new CostAssumptions { OverHttps = true }).Lines();

        Assert.DoesNotContain(lines, line => line.Service == "IoT Core");

        // 200 devices x 219,000 s / 5 s.
        Assert.Equal(8.76, lines.First(line => line.Service == "API Gateway").Quantity, 3);
    }

    [Fact]
    public void NoDrones_StillPayForWhatStandsThere()
    {
        var total = new CostModel(Prices, new CostAssumptions { Drones = 0, Queries = 0 }).Total();

        // Stream 29.20, domain 26.28 + 2.44, alarms 3.10, key 1.00 + 0.32.
        Assert.Equal(62.34m, total, 2);
    }

    [Fact]
    public void Total_IsTheSumOfTheLines()
    {
        var model = new CostModel(Prices, new CostAssumptions { HoursPerDay = 24 });

        Assert.Equal(model.Lines().Sum(line => line.Usd), model.Total());
    }

    [Fact]
    public void EveryPrice_IsUsed()
    {
        var used = new CostModel(Prices, new CostAssumptions()).Lines().Select(line => line.Price).ToHashSet();

        Assert.Empty(Prices.Names.Except(used));
    }

    [Fact]
    public void Alarms_AreThoseOfTheTemplate() => Assert.Equal(
        Templates.Resources(Templates.Default()).Count(pair => (string?)pair.Value!["Type"] == "AWS::CloudWatch::Alarm"),
        new CostAssumptions().Alarms);

    [Fact]
    public void Readme_HasTheTotals()
    {
        var readme = File.ReadAllText(Path.Combine(Checkout.Root, "tools", "Deploy", "README.md"));

        foreach (var hours in (double[])[2, 24])
        {
            foreach (var given in (CostAssumptions[])[new(), new() { FramesPerSecond = 0.2 }, new() { OverHttps = true }])
            {
                var total = new CostModel(Prices, given with { HoursPerDay = hours }).Total();
                Assert.Contains($"{Math.Round(total)} USD", readme, StringComparison.Ordinal);
            }
        }
    }

    private static CostLine Line(CostAssumptions given, string price) =>
        new CostModel(Prices, given).Lines().First(line => line.Price == price);
}
