using System.Collections;
using System.Runtime.CompilerServices;
using FactAttribute = Xunit.FactAttribute;
using Record = Xunit.Record;

// nanoFramework.TestFramework under its own name, each test method a test of its own in xunit's results. Only what
// Firmware.Tests uses is offered; a member that is missing here fails the build and not the virtual device.
namespace nanoFramework.TestFramework;

/// <summary>Marks a class of tests. Its tests may run with no instance on the device, so it keeps its state in static fields.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TestClassAttribute : Attribute;

/// <summary>Marks a test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestMethodAttribute([CallerFilePath] string sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber);

/// <summary>The asserts of nanoFramework.TestFramework 3.x, over xunit's.</summary>
public static class Assert
{
    public static void AreEqual(bool expected, bool actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(byte expected, byte actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(ushort expected, ushort actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(short expected, short actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(int expected, int actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(uint expected, uint actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(long expected, long actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(ulong expected, ulong actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(float expected, float actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(double expected, double actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(string expected, string actual, string message = "") => Equal(expected, actual, message);

    public static void AreEqual(object expected, object actual, string message = "") => Equal(expected, actual, message);

    public static void AreNotEqual(int notExpected, int actual, string message = "") => NotEqual(notExpected, actual, message);

    public static void AreNotEqual(uint notExpected, uint actual, string message = "") => NotEqual(notExpected, actual, message);

    public static void AreNotEqual(long notExpected, long actual, string message = "") => NotEqual(notExpected, actual, message);

    public static void AreNotEqual(string notExpected, string actual, string message = "") => NotEqual(notExpected, actual, message);

    public static void AreSame(object expected, object actual, string message = "") =>
        Xunit.Assert.True(ReferenceEquals(expected, actual), message);

    public static void IsTrue(bool condition, string message = "") => Xunit.Assert.True(condition, message);

    public static void IsFalse(bool condition, string message = "") => Xunit.Assert.False(condition, message);

    public static void IsNull(object value, string message = "") => Xunit.Assert.True(value is null, message);

    public static void IsNotNull(object value, string message = "") => Xunit.Assert.True(value is not null, message);

    public static void Contains(string expected, string value, string message = "") =>
        Xunit.Assert.True(value?.Contains(expected, StringComparison.Ordinal) == true, $"'{expected}' is not in '{value}'. {message}");

    public static void StartsWith(string expected, string value, string message = "") =>
        Xunit.Assert.True(value?.StartsWith(expected, StringComparison.Ordinal) == true, $"'{value}' does not start with '{expected}'. {message}");

    public static void ThrowsException(Type exception, Action action, string message = "")
    {
        var thrown = Record.Exception(action);
        Xunit.Assert.True(thrown?.GetType() == exception, $"expected {exception}, got {thrown}. {message}");
    }

    public static void SkipTest(string message = null) => Xunit.Assert.Skip(message ?? "skipped");

    private static void Equal<T>(T expected, T actual, string message) =>
        Xunit.Assert.True(Equals(expected, actual), $"expected {expected}, got {actual}. {message}");

    private static void NotEqual<T>(T notExpected, T actual, string message) =>
        Xunit.Assert.False(Equals(notExpected, actual), $"did not expect {actual}. {message}");
}

/// <summary>Compares collections item by item.</summary>
public static class CollectionAssert
{
    public static void AreEqual(ICollection expected, ICollection actual, string message = "") =>
        Xunit.Assert.True(expected.Cast<object>().SequenceEqual(actual.Cast<object>()), message);
}
