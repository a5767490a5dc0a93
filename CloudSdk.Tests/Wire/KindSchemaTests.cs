using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

public sealed partial class KindSchemaTests
{
    [Fact]
    public void Kinds_AndTheirFields_AreThoseOfTheReadme()
    {
        var readme = Path.GetFullPath(Path.Combine(SourcePath(), "../../../CloudSdk/Wire/README.md"));
        Assert.SkipUnless(File.Exists(readme), "The sources are not beside the tests.");

        var table = File.ReadAllText(readme).Split("\n## Kinds\n")[1].Split("\nFlags of videoLink")[0];
        var rows = Row().Matches(table).Select(row => row.Groups).ToList();
        var known = Enumerable.Range(0, 256).Select(kind => KindSchema.Find((byte)kind)).OfType<KindSchema>().ToList();

        Assert.Equal(rows.Select(row => $"{row[1]} {row[2]}: {FieldsIn(row[3].Value)}"), known.Select(kind => $"{kind.Kind} {kind.Name}: {FieldsOf(kind)}"));
        Assert.All(known, kind => Assert.Same(kind, KindSchema.Find(kind.Name)));
        Assert.Null(KindSchema.Find("other"));
    }

    private static string FieldsIn(string cell) => string.Join(", ", Field().Matches(cell).Select(field => field.Groups[1].Value));

    private static string FieldsOf(KindSchema kind) =>
        string.Join(", ", kind.Fields.Select((field, number) => string.Create(CultureInfo.InvariantCulture, $"{number} {field}")));

    private static string SourcePath([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?:^|· )(\d+ \w+)")]
    private static partial Regex Field();
}
