namespace DroneLink.Drivers.Tramp
{
    /// <summary>
    /// What a transmitter says of itself.
    /// <code>
    /// r   2 lowest MHz, 4 highest MHz, 6 highest mW
    /// v   2 MHz, 4 mW it is set to, 6 control mode, 7 pit mode, 8 mW that it radiates
    /// s   6 temperature, °C, signed
    /// </code>
    /// </summary>
    public sealed class TrampState
    {
        private const int MinMhz = 5000;
        private const int MaxMhz = 6200;
        private const int MaxMw = 10000;
        private const int MinCelsius = -40;
        private const int MaxCelsius = 150;

        /// <summary>Whether it has said its limits.</summary>
        public bool HasLimits { get; private set; }

        /// <summary>Lowest frequency, MHz.</summary>
        public int LowestMhz { get; private set; }

        /// <summary>Highest frequency, MHz.</summary>
        public int HighestMhz { get; private set; }

        /// <summary>Highest power, mW.</summary>
        public int HighestMw { get; private set; }

        /// <summary>Whether it has said its state.</summary>
        public bool HasState { get; private set; }

        /// <summary>Frequency, MHz.</summary>
        public int FrequencyMhz { get; private set; }

        /// <summary>Power that it is set to, mW.</summary>
        public int PowerMw { get; private set; }

        /// <summary>Power that it radiates by its own word, mW.</summary>
        public int ActualMw { get; private set; }

        /// <summary>Whether it is in pit mode.</summary>
        public bool IsPit { get; private set; }

        /// <summary>Temperature, °C.</summary>
        public int Celsius { get; private set; }

        /// <summary>Forgets the limits: it may be another that answers next.</summary>
        public void ForgetLimits()
        {
            HasLimits = false;
        }

        /// <summary>Takes an answer.</summary>
        /// <param name="answer">A frame that passed its check.</param>
        /// <returns>False, and nothing changes, when it says what cannot be.</returns>
        public bool TryTake(byte[] answer)
        {
            int first = TrampFrame.Get(answer, 2);
            int second = TrampFrame.Get(answer, 4);
            int third = TrampFrame.Get(answer, 6);
            switch (answer[1])
            {
                case TrampCommand.GetLimits:
                    if (first < MinMhz || second > MaxMhz || first > second || third < 1 || third > MaxMw)
                    {
                        return false;
                    }

                    LowestMhz = first;
                    HighestMhz = second;
                    HighestMw = third;
                    HasLimits = true;
                    return true;
                case TrampCommand.GetState:
                    int actual = TrampFrame.Get(answer, 8);
                    if (first < MinMhz || first > MaxMhz || second > MaxMw || actual > MaxMw)
                    {
                        return false;
                    }

                    FrequencyMhz = first;
                    PowerMw = second;
                    ActualMw = actual;
                    IsPit = answer[7] != 0;
                    HasState = true;
                    return true;
                case TrampCommand.GetTemperature:
                    int celsius = (short)third;
                    if (celsius < MinCelsius || celsius > MaxCelsius)
                    {
                        return false;
                    }

                    Celsius = celsius;
                    return true;
                default:
                    return false;
            }
        }
    }
}
