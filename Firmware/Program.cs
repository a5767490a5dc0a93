namespace DroneLink.Firmware
{
    public static class Program
    {
        public static void Main()
        {
        }
    }
}
