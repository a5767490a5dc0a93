namespace DroneLink.Firmware.Tests
{
    public static class GoldenVectors
    {
    }
}
