using System.Text.Json.Nodes;
using DroneLink.Deploy.Stack;

namespace DroneLink.Deploy.Tests.Stack;

/// <summary>Templates, each synthesised once; a test gets a copy that it may change.</summary>
internal static class Templates
{
    /// <summary>Every option other than its default.</summary>
    public static StackSettings FullSettings { get; } = new()
    {
        Stage = "field-test",
        AlarmEmail = "ops@example.com",
        RetentionDays = 30,
        StreamHours = 168,
        SearchNodes = 2,
        SearchInstance = "t3.medium.search",
        SearchGib = 50,
        SearchOperator = "people/operators",
        IotThroughIngest = true,
        ApiRate = 1000,
        ReserveConcurrency = false,
        IotEndpoint = "example-ats.iot.example.com",
    };

    private static readonly Lazy<JsonObject> DefaultStack = new(() => Make(new StackSettings()));

    private static readonly Lazy<JsonObject> FullStack = new(() => Make(FullSettings));

    /// <summary>The stack as it is without any option.</summary>
    public static JsonObject Default() => Copy(DefaultStack);

    /// <summary>The stack of <see cref="FullSettings"/>.</summary>
    public static JsonObject Full() => Copy(FullStack);

    /// <summary>The only resource of a type, or the one of several whose id has this in it.</summary>
    public static JsonObject One(JsonObject template, string type, string inId = "") => Resources(template)
        .Single(pair => (string?)pair.Value!["Type"] == type && pair.Key.Contains(inId, StringComparison.Ordinal)).Value!.AsObject();

    public static JsonObject Properties(JsonObject template, string type, string inId = "") => One(template, type, inId)["Properties"]!.AsObject();

    public static JsonObject Resources(JsonObject template) => template["Resources"]!.AsObject();

    private static JsonObject Copy(Lazy<JsonObject> made)
    {
        Assert.SkipWhen(Synthesis.WhyNot is not null, Synthesis.WhyNot ?? "");
        return made.Value.DeepClone().AsObject();
    }

    private static JsonObject Make(StackSettings settings)
    {
        using var folder = new TestFolder();
        return Synthesis.Of(settings, folder.Path, bootstrap: null).Template;
    }
}
