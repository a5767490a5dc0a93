using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroneLink.Deploy.Costs;

/// <summary>Prices as prices.json has them, with where and when they are from.</summary>
public sealed class PriceList
{
    private readonly Dictionary<string, (decimal Usd, string Per)> _prices;

    private PriceList(JsonNode list)
    {
        Region = (string)list["region"]!;
        AsOf = (string)list["asOf"]!;
        Source = (string)list["source"]!;
        _prices = list["prices"]!.AsObject().ToDictionary(pair => pair.Key, pair => ((decimal)pair.Value!["usd"]!, (string)pair.Value["per"]!));
    }

    /// <summary>The list that comes with this program.</summary>
    public static PriceList Default { get; } = Read();

    /// <summary>AWS region that the prices are of.</summary>
    public string Region { get; }

    /// <summary>Month that they are from, <c>yyyy-MM</c>.</summary>
    public string AsOf { get; }

    /// <summary>Where they are from.</summary>
    public string Source { get; }

    /// <summary>Names of all prices.</summary>
    public IReadOnlyCollection<string> Names => _prices.Keys;

    /// <summary>US dollars for one of <see cref="Per"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such price.</exception>
    public decimal Usd(string name) => _prices[name].Usd;

    /// <summary>What a price is for.</summary>
    /// <exception cref="KeyNotFoundException">There is no such price.</exception>
    public string Per(string name) => _prices[name].Per;

    private static PriceList Read()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        return new PriceList(JsonSerializer.Deserialize<JsonNode>(stream)!);
    }
}
